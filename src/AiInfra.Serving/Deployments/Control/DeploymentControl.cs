using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;
using AiInfra.Serving.Deployments.Requests;
using AiInfra.Serving.Deployments.Routing;
using Microsoft.Extensions.Logging;

namespace AiInfra.Serving.Deployments.Control;

/// <summary>Changes a deployment: first the version in memory, then the catalog, then the routing. One change at a time.</summary>
internal sealed partial class DeploymentControl(string name, DeploymentOptions options, RequestRouter router, RoutingLoader loader, DeploymentLedger ledger, SignatureGuard guard, ILogger logger)
{
    private readonly SemaphoreSlim _one = new(1, 1);

    private readonly LeavingVersions _leaving = new();
    private volatile bool _closed;

    /// <summary>The version that answers; null while there is none.</summary>
    public int? Champion => router.Routing.Record?.Champion;

    /// <summary>Says why nothing answers, where nothing does.</summary>
    public void Explain(string reason) => router.Routing = router.Routing.Champion is null ? router.Routing with { Reason = reason } : router.Routing;

    /// <summary>Loads what the catalog says.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => OneAtATimeAsync(
        async () =>
        {
            DeploymentRecord record = await ledger.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (!Serves(record))
            {
                await ApplyAsync(record, false, cancellationToken).ConfigureAwait(false);
            }
        },
        cancellationToken);

    /// <summary>Says why there is no champion yet.</summary>
    public Task ExplainAsync(string reason, CancellationToken cancellationToken) => OneAtATimeAsync(
        () =>
        {
            loader.Waits = reason;
            if (router.Routing is { Champion: null, Status: DeploymentStatus.Unavailable, Record: { Champion: null } } waiting)
            {
                router.Routing = waiting with { Reason = reason };
            }

            return Task.CompletedTask;
        },
        cancellationToken);

    /// <summary>Takes everything out of memory, after the requests inside have ended.</summary>
    public async Task UnloadAsync(CancellationToken cancellationToken)
    {
        Task[] leaving = [];
        await OneAtATimeAsync(() => Task.FromResult(leaving = Unload()), cancellationToken).ConfigureAwait(false);
        await _leaving.WaitAsync(leaving, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>From now on changes are refused, also those that wait their turn.</summary>
    public void Close() => _closed = true;

    /// <summary>Unloads, once and for all.</summary>
    public async Task CloseAsync()
    {
        Close();
        await _one.WaitAsync().ConfigureAwait(false);
        Task[] leaving = Unload();
        _one.Release();
        await _leaving.WaitAsync(leaving, CancellationToken.None).ConfigureAwait(false);
    }

    public Task PromoteAsync(int version, string actor, string reason, int? from, bool allowOtherSignature, CancellationToken cancellationToken) => ChangeAsync(
        EventKinds.Promotion,
        actor,
        reason,
        allowOtherSignature,
        (record, _) => from is not null && record.Champion != from && record.Champion != version
            ? throw new DeploymentException($"Deployment '{name}' has changed since: expected champion {Text(from)}, it is {Text(record.Champion)} now. Look again.")
            : record.Champion == version
            ? Task.FromResult(record)
            : Task.FromResult(OffTrial(record with { Champion = version, Previous = record.Champion })),
        cancellationToken);

    public Task RollBackAsync(string actor, string reason, int? from, int? to, CancellationToken cancellationToken) => ChangeAsync(
        EventKinds.Rollback,
        actor,
        reason,

        // The way back is open whatever it gives: its callers know it.
        true,
        async (record, token) =>
        {
            // Asked of the record that is changed, so that of two who saw the same only one rolls back.
            if ((from is not null && record.Champion != from) || (to is not null && record.Previous != to))
            {
                throw new DeploymentException($"Deployment '{name}' has changed since: expected champion {Text(from ?? record.Champion)} and previous {Text(to ?? record.Previous)}, they are {Text(record.Champion)} and {Text(record.Previous)} now. Look again.");
            }

            int target = record.Previous ?? throw new DeploymentException($"Deployment '{name}' has no previous version to go back to.");
            return OffTrial(record with { Champion = target, Previous = await ledger.BeforeAsync(target, record.Champion, token).ConfigureAwait(false) });
        },
        cancellationToken);

    public Task ChallengeAsync(int version, double? share, string actor, string reason, bool allowOtherSignature, CancellationToken cancellationToken) => ChangeAsync(
        EventKinds.Challenge,
        actor,
        reason,
        allowOtherSignature,
        (record, _) => record.Champion == version
            ? throw new DeploymentException($"Version {version} is the champion of deployment '{name}' already.")
            : Task.FromResult(OnTrial(record, version, share ?? options.CanaryShare)),
        cancellationToken);

    public Task WithdrawAsync(string actor, string reason, int? challenger, CancellationToken cancellationToken) => ChangeAsync(
        EventKinds.Withdrawal,
        actor,
        reason,
        true,
        (record, _) => challenger is not int version
            ? Task.FromResult(record with { Challenger = null })
            : record.Trials.Any(t => t.Version == version)
                ? Task.FromResult(record.WithoutTrial(version))
                : throw new DeploymentException($"Version {version} is not on trial in deployment '{name}'; on trial are {Text(record.Trials)}. Look again."),
        cancellationToken);

    /// <summary>A challenger that became champion is on trial no longer.</summary>
    private static DeploymentRecord OffTrial(DeploymentRecord record) => record.Champion is int champion ? record.WithoutTrial(champion) : record;

    private DeploymentRecord OnTrial(DeploymentRecord record, int version, double share)
    {
        try
        {
            return record.WithTrial(version, share);
        }
        catch (ArgumentException e)
        {
            throw new DeploymentException($"Deployment '{name}' has no such share left for version {version}: {e.Message} Give it a smaller share, or withdraw another version first.", e);
        }
    }

    private Task ChangeAsync(string kind, string actor, string reason, bool allowOtherSignature, Func<DeploymentRecord, CancellationToken, Task<DeploymentRecord>> change, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return OneAtATimeAsync(
            async () =>
            {
                DeploymentRecord before = await ledger.ReadAsync(cancellationToken).ConfigureAwait(false);
                DeploymentRecord after = await change(before, cancellationToken).ConfigureAwait(false);
                if (after != before)
                {
                    await SaveAsync(kind, before, after, actor, reason, allowOtherSignature, cancellationToken).ConfigureAwait(false);
                }
                else if (router.Routing.Status != DeploymentStatus.Unloaded && !Serves(before))
                {
                    // Another process made the change already; here it is still to be done.
                    await ApplyAsync(before, allowOtherSignature, cancellationToken).ConfigureAwait(false);
                }
            },
            cancellationToken);
    }

    private async Task SaveAsync(string kind, DeploymentRecord before, DeploymentRecord after, string actor, string reason, bool allowOtherSignature, CancellationToken cancellationToken)
    {
        // Memory first: a version that does not load never becomes what the catalog promises.
        RoutingTable next = await loader.LoadAsync(router.Routing, after, before, cancellationToken).ConfigureAwait(false);
        var trial = TrialChange.Between(before, after);
        string message = $"{name}: champion {Text(before.Champion)} -> {Text(after.Champion)}, challenger {Text(trial.From)} -> {Text(trial.To)} by {actor}: {reason}";
        try
        {
            bool isOther = guard.Check(before, router.Routing, next, allowOtherSignature);
            var happened = new DeploymentChanged(before.Champion, after.Champion, trial.From, trial.To, trial.Share, actor, reason, isOther);
            DeploymentRecord saved = await ledger.SaveAsync(kind, after, happened, message, cancellationToken).ConfigureAwait(false);
            RoutingTable old = router.Routing;
            router.Routing = next with { Record = saved };
            _leaving.Retire(old, next);
        }
        catch
        {
            _leaving.Retire(next, router.Routing);
            throw;
        }

        LogChanged(logger, kind, message);
    }

    private async Task ApplyAsync(DeploymentRecord record, bool allowOtherSignature, CancellationToken cancellationToken)
    {
        RoutingTable old = router.Routing;
        if (old.Champion is null && record.Champion is not null)
        {
            router.Routing = old with { Status = DeploymentStatus.Loading, Reason = "it is loading." };
        }

        try
        {
            RoutingTable loaded = await loader.LoadAsync(old, record, null, cancellationToken).ConfigureAwait(false);
            RoutingTable next = await FollowAsync(old, loaded, allowOtherSignature, cancellationToken).ConfigureAwait(false);
            router.Routing = next;
            _leaving.Retire(old, next);
        }
        catch (Exception e)
        {
            if (old.Champion is null)
            {
                router.Routing = new RoutingTable { Record = record, Status = DeploymentStatus.Unavailable, Reason = $"version {Text(record.Champion)} does not load: {(e as DeploymentException)?.Reason ?? "an error of the host."} The host's log says more." };
            }

            throw;
        }
    }

    private async Task<RoutingTable> FollowAsync(RoutingTable old, RoutingTable loaded, bool allowOtherSignature, CancellationToken cancellationToken)
    {
        try
        {
            RoutingTable next = await guard.FollowAsync(old, loaded, allowOtherSignature, cancellationToken).ConfigureAwait(false);
            _leaving.Retire(loaded, next, old);
            return next;
        }
        catch
        {
            _leaving.Retire(loaded, old);
            throw;
        }
    }

    /// <summary>Whether this is what the record says: its champion answers, or it has none and nobody does.</summary>
    private bool Serves(DeploymentRecord record) => router.Routing.Record?.Revision == record.Revision
        && router.Routing.Status == (record.Champion is null ? DeploymentStatus.Unavailable : DeploymentStatus.Ready);

    private Task[] Unload()
    {
        RoutingTable before = router.Routing;
        router.Routing = new RoutingTable { Record = before.Record, Reason = "unloaded" };
        _leaving.Retire(before, router.Routing);
        return _leaving.All();
    }

    private static string Text(IEnumerable<DeploymentVariant> trials) => string.Join(", ", trials.Select(t => Text(t.Version)).DefaultIfEmpty("none"));

    private static string Text(int? version) => version?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none";

    private async Task OneAtATimeAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(Deployment));
            await work().ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    [LoggerMessage(EventId = 3002, Level = LogLevel.Information, Message = "{Kind}: {Change}")]
    private static partial void LogChanged(ILogger logger, string kind, string change);
}
