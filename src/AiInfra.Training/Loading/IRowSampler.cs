namespace AiInfra.Training.Loading;

/// <summary>Which rows an epoch reads, and in which order. The same place of the same epoch is always the same row: that makes a resume exact without any state. Safe from many threads.</summary>
public interface IRowSampler
{
    /// <summary>Rows that an epoch reads; a row may be read several times, or not at all.</summary>
    long RowsInEpoch { get; }

    /// <summary>The numbers of the rows at places that follow each other.</summary>
    /// <param name="epoch">Epoch from 0.</param>
    /// <param name="start">First place in the epoch.</param>
    /// <param name="rows">Filled with row numbers from 0.</param>
    void Fill(long epoch, long start, Span<long> rows);
}
