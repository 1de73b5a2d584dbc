// Most of what these tests take is waiting: for the end of a claim, of a lock, of a minute. Twice the cores that CI has.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
