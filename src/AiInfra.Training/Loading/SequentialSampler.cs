namespace AiInfra.Training.Loading;

/// <summary>Rows as they stand.</summary>
internal sealed class SequentialSampler : IRowSampler
{
    public SequentialSampler(long rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        RowsInEpoch = rows;
    }

    public long RowsInEpoch { get; }

    public void Fill(long epoch, long start, Span<long> rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = start + i;
        }
    }
}
