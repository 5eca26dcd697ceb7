using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;
using AiInfra.Evaluation.Gates;
using Microsoft.Extensions.Logging;

namespace AiInfra.Learning;

/// <summary>Tells of what the loop did: the log, the catalog, the sinks; and counts it.</summary>
internal sealed partial class LearningJournal(string deployment, IEventStore events, IReadOnlyList<ILearningSink> sinks, ILogger logger)
{
    private readonly int[] _counts = new int[Enum.GetValues<LearningEventKind>().Length];

    public int this[LearningEventKind kind] => Volatile.Read(ref _counts[(int)kind]);

    public async Task TellAsync(LearningEvent happened, CancellationToken cancellationToken)
    {
        if (happened.Reason != LearningReason.First)
        {
            Interlocked.Increment(ref _counts[(int)happened.Kind]);
        }

        LearningTelemetry.Happened(deployment, happened.Kind);
        LogHappened(logger, Level(happened), deployment, happened.Kind, happened.Message);
        List<CatalogEvent> rows = happened.Kind is LearningEventKind.Promotion or LearningEventKind.Rollback
            ? [] // The deployment writes these itself, whoever asks for them.
            : [CatalogEvent.Of(Kind(happened.Kind), deployment, happened.At, happened.Message, new LearningStep(happened.Reason.ToString(), happened.Labelled, happened.Version), happened.Labelled)];
        if (happened.Gate is { } gate)
        {
            rows.Add(gate.ToEvent(deployment, happened.At, happened.Labelled));
        }

        if (rows.Count > 0)
        {
            await events.AddAsync(rows, cancellationToken).ConfigureAwait(false);
        }

        foreach (ILearningSink sink in sinks)
        {
            try
            {
                sink.OnLearning(happened);
            }
            catch (Exception e)
            {
                // One listener's fault must not keep the loop, or the other listeners, from going on.
                LogSinkFault(logger, e, sink.GetType().Name);
            }
        }
    }

    // A first model that its gate did not pass leaves the deployment without an answer, or with a poor one.
    private static LogLevel Level(LearningEvent happened) => happened.Kind == LearningEventKind.Failure ? LogLevel.Error
        : happened.Reason == LearningReason.First && happened.Gate is { Verdict: not Verdict.Pass } ? LogLevel.Warning
        : LogLevel.Information;

    private static string Kind(LearningEventKind kind) => kind switch
    {
        LearningEventKind.Retraining => EventKinds.Retraining,
        LearningEventKind.Refusal => EventKinds.Refusal,
        _ => EventKinds.RetrainingFailed,
    };

    [LoggerMessage(EventId = 9001, Message = "Learning loop of {Deployment}: {Kind}. {Message}")]
    private static partial void LogHappened(ILogger logger, LogLevel level, string deployment, LearningEventKind kind, string message);

    [LoggerMessage(EventId = 9002, Level = LogLevel.Error, Message = "Learning sink {Sink} threw; the others were still told.")]
    private static partial void LogSinkFault(ILogger logger, Exception e, string sink);
}
