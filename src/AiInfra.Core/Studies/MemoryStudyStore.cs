using System.Collections.Concurrent;

namespace AiInfra.Core.Studies;

/// <summary>Studies in memory: for one process that needs no resume.</summary>
/// <param name="time">Clock.</param>
public sealed class MemoryStudyStore(TimeProvider? time = null) : IStudyStore
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly ConcurrentDictionary<string, MemoryStudy> _studies = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public Task<StudyRecord> OpenAsync(StudyRecord study, CancellationToken cancellationToken = default)
    {
        StudyChecks.Require(study);
        MemoryStudy there = _studies.GetOrAdd(study.Name, _ => new MemoryStudy(study with { CreatedAt = _time.GetUtcNow() }, _time));
        return DoAsync(() => StudyChecks.RequireSame(there.Record, study), cancellationToken);
    }

    /// <inheritdoc />
    public Task<StudyRecord?> FindAsync(string study, CancellationToken cancellationToken = default) =>
        DoAsync(() => _studies.TryGetValue(study, out MemoryStudy? there) ? there.Record : null, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<StudyRecord>> ListAsync(int take = 100, CancellationToken cancellationToken = default) =>
        DoAsync<IReadOnlyList<StudyRecord>>(() => [.. _studies.Values.Select(s => s.Record).OrderByDescending(r => r.CreatedAt).ThenBy(r => r.Name, StringComparer.Ordinal).Take(take)], cancellationToken);

    /// <inheritdoc />
    public Task SetTagsAsync(string study, IReadOnlyDictionary<string, string?> tags, CancellationToken cancellationToken = default) => DoAsync(
        () =>
        {
            Find(study).SetTags(tags);
            return true;
        },
        cancellationToken);

    /// <inheritdoc />
    public Task DeleteAsync(string study, CancellationToken cancellationToken = default) => DoAsync(
        () =>
        {
            Find(study).RequireIdle();
            return _studies.TryRemove(study, out _);
        },
        cancellationToken);

    /// <inheritdoc />
    public Task<StudyChanges> ReadAsync(string study, StudyCursor after = default, CancellationToken cancellationToken = default) => DoAsync(() => Find(study).Read(after), cancellationToken);

    /// <inheritdoc />
    public Task<int> EnqueueAsync(string study, IReadOnlyDictionary<string, string> given, IReadOnlyDictionary<string, string>? tags = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(given);
        return DoAsync(() => Find(study).Enqueue(given, tags), cancellationToken);
    }

    /// <inheritdoc />
    public Task<TrialLease?> ClaimAsync(string study, string owner, TimeSpan duration, int? most = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(owner);
        return DoAsync(() => Find(study).Claim(owner, duration, most), cancellationToken);
    }

    /// <inheritdoc />
    public Task<bool> RenewAsync(TrialLease lease, TimeSpan duration, TrialNews news, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(news);
        return DoAsync(() => Find(lease.Study).Renew(lease, duration, news), cancellationToken);
    }

    /// <inheritdoc />
    public Task<bool> FinishAsync(TrialLease lease, TrialNews news, TrialOutcome outcome, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(news);
        StudyChecks.Require(outcome);
        return DoAsync(() => Find(lease.Study).Finish(lease, news, outcome), cancellationToken);
    }

    /// <inheritdoc />
    public Task<bool> GiveBackAsync(TrialLease lease, string reason, TrialRetry retry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return DoAsync(() => Find(lease.Study).GiveBack(lease, reason, retry), cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<int>> ReleaseDeadAsync(string study, TrialRetry retry, CancellationToken cancellationToken = default) => DoAsync(() => Find(study).ReleaseDead(retry), cancellationToken);

    private static Task<T> DoAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        try
        {
            return Task.FromResult(work());
        }
        catch (Exception e) when (e is not ArgumentException)
        {
            return Task.FromException<T>(e);
        }
    }

    private MemoryStudy Find(string study) => _studies.TryGetValue(study, out MemoryStudy? there) ? there : throw StudyChecks.NoStudy(study, _studies.Keys);
}
