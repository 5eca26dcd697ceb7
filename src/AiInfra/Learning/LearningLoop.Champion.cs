using System.Globalization;
using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Gates;
using Microsoft.Extensions.Logging;

namespace AiInfra.Learning;

/// <content>Who is champion: promotion, the watch after it, rollback, and changes by others.</content>
public sealed partial class LearningLoop
{
    /// <summary>Makes a version the champion. Everything that can fail comes first; when the deployment has switched, so has the loop.</summary>
    private async Task InstallAsync(int version, long seenThrough, LearningReason reason, string why, Action? switching, CancellationToken cancellationToken)
    {
        JudgedModel next = await _registry.OpenAsync(version, cancellationToken).ConfigureAwait(false);
        ChampionWatch? watch = null;
        try
        {
            if (_championVersion is { } previous && _plan!.Watch > 0)
            {
                watch = await ChampionWatch.OpenAsync(_options, _plan, _registry, version, previous, _intake.Rows.Count, cancellationToken).ConfigureAwait(false);
            }

            await _deployment.PromoteAsync(version, Actor, $"{Words(reason)}: {why}", _options.AllowOtherInputs, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            next.Dispose();
            watch?.Dispose();
            throw;
        }

        switching?.Invoke();
        Switch(version, next, watch, seenThrough);
    }

    /// <summary>Tells of a promotion. It is done, so nothing cancels this.</summary>
    private async Task AnnounceAsync(LearningReason reason, int? before, GateDecision? gate)
    {
        int version = _championVersion!.Value;
        await TellMonitorAsync(version).ConfigureAwait(false);
        await _registry.DeployedAsync(version, _deployment.Name, CancellationToken.None).ConfigureAwait(false);
        string message = $"Version {version.ToString(CultureInfo.InvariantCulture)} is the champion{(before is null ? "" : $" instead of {before}")}.";
        await TellAsync(LearningEventKind.Promotion, reason, _intake.Rows.Count, version, message, gate, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<bool> LookAfterAsync(CancellationToken cancellationToken)
    {
        long labelled = _intake.Rows.Count;
        if (_watch is not { } watch || !watch.IsDue(labelled))
        {
            return false;
        }

        ModelComparison comparison = watch.Look(_intake.Rows);
        if (!comparison.IsRefuted)
        {
            if (watch.IsOver(labelled))
            {
                _watch = null;
                watch.Dispose();
            }

            return false;
        }

        int worse = _championVersion!.Value;
        int back = _deployment.View().Record?.Previous ?? throw new LearningException($"Version {worse} of deployment '{_deployment.Name}' is worse than the one before it, but the deployment knows no previous version to go back to.");
        string message = string.Create(
            CultureInfo.InvariantCulture,
            $"Version {worse} is worse than the one before it: {comparison.Metric} {comparison.Candidate:0.####} against {comparison.Champion:0.####} on {comparison.Rows} rows since the promotion (p = {comparison.PValueWorse:0.####}).");
        long seen = Math.Min(labelled, await _registry.SeenThroughAsync(back, cancellationToken).ConfigureAwait(false) ?? labelled);
        JudgedModel model = await _registry.OpenAsync(back, cancellationToken).ConfigureAwait(false);
        try
        {
            // Where this fails the watch stays, and looks again some rows later.
            await _deployment.RollBackAsync(Actor, message, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            model.Dispose();
            throw;
        }

        Switch(back, model, null, seen);
        await TellMonitorAsync(back).ConfigureAwait(false);
        await TellAsync(LearningEventKind.Rollback, LearningReason.QualityDrop, labelled, back, message, null, CancellationToken.None).ConfigureAwait(false);
        return true;
    }

    /// <summary>When somebody else moved the champion, judges by theirs from now on.</summary>
    private async Task FollowOthersAsync(CancellationToken cancellationToken)
    {
        if (_deployment.View().Record?.Champion is not { } theirs || theirs == _championVersion)
        {
            return;
        }

        // Rows that it may have been trained on are not asked about it: where nobody wrote down how many, none so far.
        long seen = Math.Min(_intake.Rows.Count, await _registry.SeenThroughAsync(theirs, cancellationToken).ConfigureAwait(false) ?? long.MaxValue);
        JudgedModel model = await _registry.OpenAsync(theirs, cancellationToken).ConfigureAwait(false);
        LogFollowed(_logger, _deployment.Name, theirs, _championVersion);
        Switch(theirs, model, null, seen);
        await TellMonitorAsync(theirs).ConfigureAwait(false);
    }

    /// <summary>Judges by another champion from now on. Only within <see cref="EnterAsync"/>, where nobody uses the models before.</summary>
    private void Switch(int version, JudgedModel champion, ChampionWatch? watch, long seenThrough)
    {
        JudgedModel? before = _champion;
        ChampionWatch? watched = _watch;
        lock (_gate)
        {
            _formerVersion = _championVersion;
            _champion = champion;
            _championVersion = version;
            _watch = watch;
            _seenThrough = seenThrough;
            _triggers!.Switched(_intake.Rows.Count);
        }

        before?.Dispose();
        watched?.Dispose();
    }

    private async Task TellMonitorAsync(int version)
    {
        if (_monitor is null)
        {
            return;
        }

        try
        {
            await _monitor.LoadReferenceAsync(_deployment.Model, version, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The version answers already; the monitor learns its reference from the first inputs then.
            LogNoReference(_logger, e, _deployment.Name, version);
        }

        _monitor.OnVersionChanged(version);
    }

    private Task TellAsync(LearningEventKind kind, LearningReason reason, long labelled, int? version, string message, GateDecision? gate, CancellationToken cancellationToken) =>
        _journal.TellAsync(new LearningEvent(kind, reason, labelled, _time.GetUtcNow(), version, message, gate), cancellationToken);

    private async Task EnterAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_disposed)
        {
            Leave();
            throw new ObjectDisposedException(nameof(LearningLoop));
        }
    }

    private void Leave()
    {
        _running.Release();
        if (_disposed)
        {
            FreeWhenIdle();
        }
    }

    private void FreeWhenIdle()
    {
        // Held by a run: that run comes here when it has ended.
        if (!_running.Wait(0))
        {
            return;
        }

        _watch?.Dispose();
        _champion?.Dispose();
        (_watch, _champion) = (null, null);
        _running.Release();
    }

    private static string Words(LearningReason reason) => reason switch
    {
        LearningReason.First => "first model",
        LearningReason.Drift => "drift of the inputs",
        LearningReason.QualityDrop => "a drop in quality",
        LearningReason.Volume => "new labelled rows",
        LearningReason.Schedule => "the time since the last",
        _ => "a request",
    };

    [LoggerMessage(EventId = 9004, Level = LogLevel.Information, Message = "Somebody else made version {Version} the champion of {Deployment} instead of {Before}; the learning loop follows.")]
    private static partial void LogFollowed(ILogger logger, string deployment, int version, int? before);

    [LoggerMessage(EventId = 9005, Level = LogLevel.Warning, Message = "The monitor of {Deployment} could not read the reference of version {Version}; its first inputs stand for it.")]
    private static partial void LogNoReference(ILogger logger, Exception e, string deployment, int version);
}
