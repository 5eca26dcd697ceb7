using AiInfra.Core.Signals;

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

    /// <summary>Forgets predictions and feedback from before a time; returns how many predictions went.</summary>
    Task<long> DeleteBeforeAsync(DateTimeOffset before, CancellationToken cancellationToken = default);
}
