"""What a user would write in pandas: both files joined by the key, every column compared, what differs written."""

import sys

import pandas

source, target = (pandas.read_csv(path) for path in sys.argv[1:3])
joined = source.merge(target, on="k", how="outer", suffixes=("_source", "_target"), indicator=True)
differs = joined["_merge"] != "both"
for name in source.columns[1:]:
    s, t = joined[f"{name}_source"], joined[f"{name}_target"]
    differs |= (s != t) & ~(s.isna() & t.isna())
found = joined[differs]
found.to_csv("differing.csv", index=False)
print(len(found))
