using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Evaluation.Gates;
using Microsoft.Extensions.Logging;

namespace AiInfra.Learning;

/// <content>What is said of the first model.</content>
public sealed partial class LearningLoop
{
    /// <summary>Says why nothing answers yet, in the log and wherever the deployment's state is shown.</summary>
    internal Task ExplainAsync(string reason, CancellationToken cancellationToken) => _deployment.ExplainAsync(reason, cancellationToken);

    private async Task RefuseFirstAsync(FirstModel first, long labelled, CancellationToken cancellationToken)
    {
        string message = $"The first model, version {first.Version.Version}, did not pass the gate of the evaluation and is not served: {first.Explain()}\nThe loop tries again with more rows; to serve it all the same, promote it or set {nameof(LearningOptions.ServeFirstModelAnyway)}.";
        await _deployment.ExplainAsync(message, cancellationToken).ConfigureAwait(false);
        await TellAsync(LearningEventKind.Refusal, LearningReason.First, labelled, null, message, first.Gate, cancellationToken).ConfigureAwait(false);
        if (first.Sanity.Verdict != Verdict.Pass)
        {
            LogNoBetterThanConstant(_logger, _deployment.Name, first.Version.Version, first.Sanity.Explain());
        }
    }

    private void WarnOfFirst(FirstModel first)
    {
        if (first.Gate.Verdict != Verdict.Pass && first.Gate != first.Sanity)
        {
            LogServedAnyway(_logger, _deployment.Name, first.Version.Version, nameof(LearningOptions.ServeFirstModelAnyway), first.Gate.Explain());
        }

        if (first.Sanity.Verdict != Verdict.Pass)
        {
            LogNoBetterThanConstant(_logger, _deployment.Name, first.Version.Version, first.Sanity.Explain());
        }
    }

    /// <summary>A file sorted by its target gives newest rows of one class: what judges a model then says nothing of the others.</summary>
    private void WarnOfOneClass(LabelledBatch labelled, ModelTask task)
    {
        int newest = Math.Max(1, labelled.Count / 10);
        Value label = labelled.Labels[labelled.Count - 1];
        if (task == ModelTask.Classification && labelled.Count >= 30 && labelled.IsOfOneClass(labelled.Count - newest)
            && labelled.Labels.AsValues().Count(l => l == label) < 0.8 * labelled.Count)
        {
            LogSorted(_logger, _deployment.Name, newest, label.AsText()!, _options.Target);
        }
    }

    /// <summary>What an earlier process learned; null where the version does not say.</summary>
    private static ModelTask? TaskOf(ModelVersion version) =>
        version.Tags.TryGetValue(ModelKeys.Task, out string? tag) && Enum.TryParse(tag, out ModelTask task) ? task : null;

    [LoggerMessage(EventId = 9020, Level = LogLevel.Information, Message = "{Deployment}: '{Target}' is learned by {Task}: {Reason}.")]
    private static partial void LogTask(ILogger logger, string deployment, string target, ModelTask task, string reason);

    [LoggerMessage(EventId = 9021, Level = LogLevel.Warning, Message = "The first model of {Deployment}, version {Version}, is served although the gate did not pass it, as {Option} asks: {Decision}")]
    private static partial void LogServedAnyway(ILogger logger, string deployment, int version, string option, string decision);

    [LoggerMessage(EventId = 9022, Level = LogLevel.Warning, Message = "The first model of {Deployment}, version {Version}, is not shown to be better than the best constant answer: {Decision}")]
    private static partial void LogNoBetterThanConstant(ILogger logger, string deployment, int version, string decision);

    [LoggerMessage(EventId = 9023, Level = LogLevel.Warning, Message = "The newest {Rows} rows of {Deployment} are all of the class '{Class}', and others are not: the dataset looks sorted by '{Target}'. The newest rows judge a model; give the rows in their order of time, or shuffled.")]
    private static partial void LogSorted(ILogger logger, string deployment, int rows, string @class, string target);
}
