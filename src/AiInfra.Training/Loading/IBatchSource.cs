namespace AiInfra.Training.Loading;

/// <summary>Where batches come from. A position is (epoch, batch), and the same position must always give the same batch: that is what makes a resumed training exact.</summary>
public interface IBatchSource
{
    /// <summary>Batches in an epoch where that is known. Schedules that end with the training need it, or a number of steps.</summary>
    long? BatchesInEpoch { get; }

    /// <summary>The batches of an epoch from a position on. The reader owns each batch.</summary>
    /// <param name="epoch">Epoch from 0.</param>
    /// <param name="firstBatch">Batches to skip.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<Batch> ReadAsync(long epoch, long firstBatch, CancellationToken cancellationToken = default);
}
