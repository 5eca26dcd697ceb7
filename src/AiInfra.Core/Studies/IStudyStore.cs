using AiInfra.Core.Catalog;

namespace AiInfra.Core.Studies;

/// <summary>Studies and their trials: who works on which, what became of each. Safe for many threads and, where the store allows, many processes; every method that changes something is one transaction.</summary>
/// <remarks>What a call costs does not grow with the number of trials: readers ask for what changed since they read last.</remarks>
public interface IStudyStore
{
    /// <summary>Makes a study, or opens the one of that name. Of one that is there its run and tags stay as they are.</summary>
    /// <exception cref="CatalogConflictException">It is there with other directions.</exception>
    Task<StudyRecord> OpenAsync(StudyRecord study, CancellationToken cancellationToken = default);

    /// <summary>A study, or null.</summary>
    Task<StudyRecord?> FindAsync(string study, CancellationToken cancellationToken = default);

    /// <summary>Studies, the newest first.</summary>
    Task<IReadOnlyList<StudyRecord>> ListAsync(int take = 100, CancellationToken cancellationToken = default);

    /// <summary>Sets tags of a study; null removes one.</summary>
    /// <exception cref="CatalogNotFoundException">There is no such study.</exception>
    Task SetTagsAsync(string study, IReadOnlyDictionary<string, string?> tags, CancellationToken cancellationToken = default);

    /// <summary>Deletes a study with all its trials.</summary>
    /// <exception cref="CatalogConflictException">A trial of it runs.</exception>
    /// <exception cref="CatalogNotFoundException">There is no such study.</exception>
    Task DeleteAsync(string study, CancellationToken cancellationToken = default);

    /// <summary>What changed after a cursor; the default cursor reads all.</summary>
    /// <exception cref="CatalogNotFoundException">There is no such study.</exception>
    Task<StudyChanges> ReadAsync(string study, StudyCursor after = default, CancellationToken cancellationToken = default);

    /// <summary>Puts a trial in the queue: it is claimed before a new one is made.</summary>
    /// <param name="study">Name of the study.</param>
    /// <param name="given">Values of parameters as text; those not named are chosen when the trial asks.</param>
    /// <param name="tags">Tags of the trial.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The number of the trial.</returns>
    /// <exception cref="CatalogNotFoundException">There is no such study.</exception>
    Task<int> EnqueueAsync(string study, IReadOnlyDictionary<string, string> given, IReadOnlyDictionary<string, string>? tags = null, CancellationToken cancellationToken = default);

    /// <summary>Takes the trial that has waited longest, or makes a new one. No trial is ever given to two.</summary>
    /// <param name="study">Name of the study.</param>
    /// <param name="owner">Who asks: a name of <see cref="Storage.WorkerIdentity"/>.</param>
    /// <param name="duration">How long the lease holds without renewal.</param>
    /// <param name="most">Most trials that may have been started in all, not counting those whose worker died; null for no bound.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The lease, or null where so many were started.</returns>
    /// <exception cref="CatalogNotFoundException">There is no such study.</exception>
    Task<TrialLease?> ClaimAsync(string study, string owner, TimeSpan duration, int? most = null, CancellationToken cancellationToken = default);

    /// <summary>Writes what is new of a running trial, and holds its lease for longer.</summary>
    /// <returns>False where the lease was lost: the trial was given up for dead. Nothing was written then.</returns>
    /// <exception cref="CatalogConflictException">A parameter has another range in the study; the message has both.</exception>
    Task<bool> RenewAsync(TrialLease lease, TimeSpan duration, TrialNews news, CancellationToken cancellationToken = default);

    /// <summary>Writes what is new of a running trial, and ends it.</summary>
    /// <returns>False where the lease was lost; nothing was written then.</returns>
    /// <exception cref="CatalogConflictException">A parameter has another range in the study; the message has both.</exception>
    Task<bool> FinishAsync(TrialLease lease, TrialNews news, TrialOutcome outcome, CancellationToken cancellationToken = default);

    /// <summary>Gives a trial up that its worker can't finish, as when it is asked to stop: it has failed, does not count as started, and is enqueued again as often as is said.</summary>
    /// <returns>False where the lease was lost; nothing was written then.</returns>
    Task<bool> GiveBackAsync(TrialLease lease, string reason, TrialRetry retry, CancellationToken cancellationToken = default);

    /// <summary>Gives up trials whose lease ran out or whose worker is known to be dead: they have failed, and are enqueued again as often as is said.</summary>
    /// <returns>Numbers of the trials given up.</returns>
    /// <exception cref="CatalogNotFoundException">There is no such study.</exception>
    Task<IReadOnlyList<int>> ReleaseDeadAsync(string study, TrialRetry retry, CancellationToken cancellationToken = default);
}
