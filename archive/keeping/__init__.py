"""Keeping an archive over years: withdraw and erase captures, merge and split archives, upload them to object
storage.

In: archives, and the address of a store. Out: changed or new archives, and a line or value for each file. Begin at
``merge_and_split.merge``, ``withdrawal_and_erasure.withdraw`` or ``object_storage_and_uploads.upload``.
"""
