namespace AiInfra.Core.Storage;

/// <summary>Rows that may go by age, number or bytes. A module's store that is one takes part in retention: <c>RetentionOptions.Modules</c> says under its name how much is kept.</summary>
public interface IPrunable
{
    /// <summary>Its name in options and reports, such as "alarms"; no two stores of a catalog have the same.</summary>
    string Name { get; }

    /// <summary>Forgets the oldest rows, at most <see cref="Pruning.Take"/> of them, in one transaction; or counts what would go.</summary>
    /// <exception cref="ArgumentException">A limit is set that has no meaning here.</exception>
    Task<Pruned> PruneAsync(Pruning pruning, CancellationToken cancellationToken = default);
}
