using AiInfra.Core.Catalog;
using AiInfra.Core.Signals;
using AiInfra.Evaluation.Predictions;
using AiInfra.Observability.Quality;
using AiInfra.Training.Loop;
using Microsoft.Extensions.Logging;

namespace AiInfra.Learning;

/// <content>One retraining, and what the log remembers.</content>
public sealed partial class LearningLoop
{
    /// <summary>The quality that is expected of the champion: while it is down, that of before.</summary>
    private async Task<QualityBaseline?> ExpectedOfAsync(int champion, CancellationToken cancellationToken) =>
        await _catalog.Models.FindAsync(_deployment.Model, champion, cancellationToken).ConfigureAwait(false) is { } version ? QualityBaseline.FromMetrics(version.Metrics) : null;

    /// <summary>From which labelled row on the champion lost more; null where its rows since the training do not show it.</summary>
    private long? FindChange(long labelled)
    {
        LabelledBatch unseen = _intake.Rows.Range(_seenThrough, labelled);
        ClassLabels? labels = JudgedModel.Labels(_plan!.Task, [_champion!], unseen);
        return ChangePoint.Find(JudgedModel.Losses(_champion!.Judge(unseen, labels))) is { } at ? unseen.From + at : null;
    }

    private async Task<List<LoggedSignal>> ReadLogAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var logged = new List<LoggedSignal>();
        foreach (var (labelled, from, newest) in new[] { (true, (DateTimeOffset?)since, _options.KeepRows), (false, null, _options.PendingLabels) })
        {
            var query = new PredictionQuery { Deployment = _deployment.Name, Body = SignalBody.Row, Labelled = labelled, From = from, Before = _intake.FirstHeard, Newest = newest };
            await foreach (LoggedSignal one in _catalog.Predictions.ReadAsync(query, cancellationToken).ConfigureAwait(false))
            {
                if (one.Signal.Role != PredictionRole.Shadow)
                {
                    logged.Add(one);
                }
            }
        }

        return logged;
    }

    private async Task<bool> RetrainAsync(LearningReason reason, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        long labelled = _intake.Rows.Count;
        int before = _championVersion!.Value;
        bool proof, recovering;
        lock (_gate)
        {
            _triggers!.Attempted(reason, labelled);
            proof = reason is LearningReason.Volume or LearningReason.Schedule && !_triggers.IsSettling(labelled);
            recovering = _triggers.IsRecovering(labelled);
        }

        await TellAsync(LearningEventKind.Retraining, reason, labelled, null, $"Retraining for {Words(reason)} after {labelled:N0} labelled rows.", null, cancellationToken).ConfigureAwait(false);
        AttemptResult result;
        try
        {
            // Proof takes rows; under an alarm the newest are worth more in the training.
            long judging = proof && _options.HoldoutRows is null ? Math.Max(_plan!.Holdout, (labelled - _seenThrough) / 3) : _plan!.Holdout;
            _changed = recovering ? (reason == LearningReason.QualityDrop ? FindChange(labelled) : null) ?? _changed ?? _seenThrough : null;
            if (_changed is { } changed && _options.HoldoutRows is null)
            {
                // Few rows know the new world, and most of them are to be learned from.
                judging = Math.Min(judging, Math.Max(LearningAttempt.LeastRows, (labelled - changed) / 3));
            }

            long holdout = Math.Max(_seenThrough, labelled - Math.Min(judging, _options.KeepRows / 3));
            result = await _attempt.RunAsync(
                reason, proof, _intake.Rows.Range(0, holdout), _intake.Rows.Range(holdout, labelled), labelled, _champion!, before, _windows!, _plan!, recovering ? await ExpectedOfAsync(before, cancellationToken).ConfigureAwait(false) : null, _changed, progress, cancellationToken).ConfigureAwait(false);
            if (result.Version is { } version)
            {
                await InstallAsync(version.Version, labelled, reason, result.Decision.Explain(), null, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            lock (_gate)
            {
                _triggers.Cancelled();
            }

            throw;
        }
        catch (Exception e)
        {
            // Whatever a recipe, a row or a store did: the champion goes on answering, everybody hears of it, and the next try comes later.
            lock (_gate)
            {
                _triggers.Failed();
            }

            LogFailed(_logger, e, _deployment.Name);
            await TellAsync(LearningEventKind.Failure, reason, labelled, null, $"Retraining for {Words(reason)} failed; version {before} goes on answering. {e.GetType().Name}: {e.Message}", null, cancellationToken).ConfigureAwait(false);
            return false;
        }

        if (result.Version is not null)
        {
            await AnnounceAsync(reason, before, result.Decision).ConfigureAwait(false);
            return true;
        }

        lock (_gate)
        {
            _triggers.Refused(proof);
        }

        await TellAsync(LearningEventKind.Refusal, reason, labelled, null, result.Decision.Explain(), result.Decision, cancellationToken).ConfigureAwait(false);
        return false;
    }

    [LoggerMessage(EventId = 9003, Level = LogLevel.Error, Message = "A retraining of {Deployment} failed.")]
    private static partial void LogFailed(ILogger logger, Exception e, string deployment);
}
