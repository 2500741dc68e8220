"""What ``archive`` answers: values read from the index and the WARC files, and the forms they are printed in."""
