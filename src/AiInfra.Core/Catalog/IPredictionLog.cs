using AiInfra.Core.Signals;
using AiInfra.Core.Storage;

namespace AiInfra.Core.Catalog;

/// <summary>The prediction log: what deployments answered, rows and anything else, and what failed, joined with feedback by id whenever that comes.</summary>
public interface IPredictionLog
{
    /// <summary>Adds signals and feedback in one transaction. Feedback may come before its answer, and for answers that were not logged.</summary>
    Task AddAsync(IReadOnlyList<Signal> signals, IReadOnlyList<Feedback> feedback, CancellationToken cancellationToken = default);

    /// <summary>Reads signals in the order they were added, all bodies unless <see cref="PredictionQuery.Body"/> names one.</summary>
    IAsyncEnumerable<LoggedSignal> ReadAsync(PredictionQuery query, CancellationToken cancellationToken = default);

    /// <summary>One signal, or null.</summary>
    Task<LoggedSignal?> FindAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Forgets the oldest signals with their feedback, and feedback on signals that were not logged from before <see cref="Pruning.Before"/>, in one transaction.</summary>
    /// <returns>The signals that went; feedback that belongs to none is counted as rows too.</returns>
    Task<Pruned> PruneAsync(Pruning pruning, CancellationToken cancellationToken = default);
}
