using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;
using AiInfra.Training.Loop;
using AiInfra.Training.Recipes;
using AiInfra.Training.Tabular;
using Microsoft.Extensions.Logging;

namespace AiInfra.Learning;

/// <summary>Trains candidates on windows of labelled rows, each as a run of the catalog under the attempt's run.</summary>
internal sealed partial class CandidateTrainer(string model, LearningOptions options, ITrainingRecipe recipe, IRunStore runs, Func<ModelSignature?> champion, ILogger logger)
{
    private string _left = "";

    /// <summary>The newest rows of a window, of two classes at least where there are two, with the target as the last column.</summary>
    public static RowBatch Rows(LabelledBatch labelled, TrainingWindow window, ModelTask task)
    {
        int from = Math.Max(0, labelled.Count - (window.Rows ?? labelled.Count));
        if (window.Since is { } since)
        {
            from = (int)Math.Max(from, Math.Min(labelled.Count - 1, since - labelled.From));
        }

        if (task == ModelTask.Classification)
        {
            // Where a class is rare, the window reaches back to the newest row of another: of one class nothing can be learned.
            Value newest = labelled.Labels[labelled.Count - 1];
            int other = labelled.Count - 1;
            while (other > 0 && labelled.Labels[other] == newest)
            {
                other--;
            }

            from = Math.Min(from, other);
        }

        return labelled.Rows.Slice(from, labelled.Count - from);
    }

    public async Task<TrainedModel> TrainAsync(
        RowBatch rows, TrainingWindow window, ModelTask task, string purpose, string? chosen, string parentId, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        ModelSignature? known = options.AllowOtherInputs ? null : champion();
        rows = StableInputs.Restrict(rows, options.Target, known, out IReadOnlyList<string> left);
        if (string.Join(", ", left) is { Length: > 0 } names && names != _left)
        {
            _left = names;
            LogLeft(logger, model, names, nameof(LearningOptions.AllowOtherInputs));
        }

        (TrainedModel trained, _) = await recipe.TrainAsync(
            new TrainingRequest
            {
                Rows = rows,
                Target = options.Target,
                Task = task,
                Without = [.. options.Without],
                Order = RowOrder.Time,
                Candidate = chosen,
                Weights = window.Weights(rows.Count),
                Seed = options.Seed,
                RunId = "",
                Progress = progress,
            },
            runs,
            new RunStart(model, "training")
            {
                Name = $"{purpose}, window {window.Name}, {rows.Count} rows",
                ParentId = parentId,
                Parameters = new Dictionary<string, string>
                {
                    ["window"] = window.Name,
                    ["rows"] = rows.Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    ["target"] = options.Target,
                    ["task"] = task.ToString(),
                },
            },
            (made, _) => Task.FromResult(made.Runtime is null ? made with { Onnx = StableInputs.Complete(made.Onnx, rows, options.Target, options.Without, known) } : made),
            cancellationToken).ConfigureAwait(false);
        return trained;
    }

    [LoggerMessage(EventId = 9024, Level = LogLevel.Information, Message = "{Model}: the champion does not take {Columns}, so callers need not send them and nothing is learned from them. {Option} learns from them too.")]
    private static partial void LogLeft(ILogger logger, string model, string columns, string option);
}
