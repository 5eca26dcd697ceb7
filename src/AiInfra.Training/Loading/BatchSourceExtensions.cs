namespace AiInfra.Training.Loading;

/// <summary>Sources made of other sources.</summary>
public static class BatchSourceExtensions
{
    /// <summary>The first batches of each epoch.</summary>
    /// <param name="source">The source. It stays its owner's.</param>
    /// <param name="batches">How many, at least 1.</param>
    public static IBatchSource Take(this IBatchSource source, long batches)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(batches, 1);
        return new FirstBatches(source, batches, sameEachEpoch: false);
    }

    /// <summary>The first batches of the first epoch, the same in every epoch: to see whether a network can learn them by heart.</summary>
    /// <inheritdoc cref="Take" path="/param" />
    public static IBatchSource Repeat(this IBatchSource source, long batches)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(batches, 1);
        return new FirstBatches(source, batches, sameEachEpoch: true);
    }

    /// <summary>Reads ahead on a thread of the pool, so that reading and training go on at the same time. Order and positions stay the source's: what was read ahead is read again after a resume.</summary>
    /// <param name="source">The source. It stays its owner's.</param>
    /// <param name="batches">Batches that may wait, at least 1.</param>
    public static IBatchSource Prefetch(this IBatchSource source, int batches = 2)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(batches, 1);
        return new PrefetchedSource(source, batches);
    }
}
