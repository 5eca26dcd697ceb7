using AiInfra.Core.Signals;
using AiInfra.Core.Storage;

namespace AiInfra.Core.Catalog;

/// <summary>The prediction log, joined with feedback by prediction id whenever that comes.</summary>
public interface IPredictionLog
{
    /// <summary>Adds predictions and feedback in one transaction. Feedback may come before its prediction, and for predictions that were not logged.</summary>
    Task AddAsync(IReadOnlyList<Prediction> predictions, IReadOnlyList<Feedback> feedback, CancellationToken cancellationToken = default);

    /// <summary>Reads predictions in the order they were added.</summary>
    IAsyncEnumerable<LoggedPrediction> ReadAsync(PredictionQuery query, CancellationToken cancellationToken = default);

    /// <summary>One prediction, or null.</summary>
    Task<LoggedPrediction?> FindAsync(string predictionId, CancellationToken cancellationToken = default);

    /// <summary>Forgets the oldest predictions with their feedback, and feedback on predictions that were not logged from before <see cref="Pruning.Before"/>, in one transaction.</summary>
    /// <returns>The predictions that went; feedback that belongs to none is counted as rows too.</returns>
    Task<Pruned> PruneAsync(Pruning pruning, CancellationToken cancellationToken = default);
}
