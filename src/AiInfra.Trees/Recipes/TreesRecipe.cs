using System.Globalization;
using System.Text;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Training.Recipes;
using AiInfra.Training.Tabular;
using AiInfra.Trees.Models;
using Microsoft.Extensions.Logging;

namespace AiInfra.Trees.Recipes;

/// <summary>Trees for tables as a recipe: what a training by name, a learning loop or a pipeline trains by. The newest rows judge how many trees are best, unless <see cref="Configure"/> says otherwise; all rows are then learned.</summary>
/// <param name="runs">Where training metrics are kept; null keeps none.</param>
/// <param name="logger">Where it is written about.</param>
public sealed class TreesRecipe(IRunStore? runs = null, ILogger<TreesTrainer>? logger = null) : ITrainingRecipe
{
    /// <summary>The model's own file beside the ONNX one: <see cref="TreesModel.FromJson"/> reads it, and a later training goes on from it.</summary>
    public const string TreesFile = "trees.json";

    /// <summary>Trees as a candidate of <see cref="BestOfRecipe"/>.</summary>
    public static RecipeCandidate Candidate { get; } = new("trees", runs => new TreesRecipe(runs));

    /// <summary>What is said of the options: it is called for every training, and what it sets holds.</summary>
    /// <value>Null: the defaults.</value>
    public Action<TreesOptions>? Configure { get; init; }

    /// <summary>An earlier model to go on from.</summary>
    /// <value>Null: every training starts afresh.</value>
    public TreesModel? WarmStart { get; init; }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string> Parameters
    {
        get
        {
            TreesOptions options = OptionsFor(0);
            var parameters = new Dictionary<string, string>
            {
                ["recipe"] = "trees",
                ["trees"] = Text(options.Trees),
                ["learningRate"] = Text(options.LearningRate),
                ["leaves"] = Text(options.Leaves),
                ["minRowsInLeaf"] = options.MinRowsInLeaf is { } least ? Text(least) : "by rows",
                ["bins"] = Text(options.Bins),
                ["featureShare"] = options.FeatureShare is { } share ? Text(share) : "by features",
                ["rowShare"] = Text(options.RowShare),
                ["l1"] = Text(options.L1),
                ["l2"] = Text(options.L2),
                ["patience"] = Text(options.Patience),
                ["validationShare"] = Text(options.ValidationShare),
                ["objective"] = options.Objective.ToString(),
                ["balanceClasses"] = options.BalanceClasses ? "true" : "false",
            };
            if (options.Depth is { } depth)
            {
                parameters["depth"] = Text(depth);
            }

            if (options.Query is { } query)
            {
                parameters["query"] = query;
            }

            if (options.Monotone.Count > 0)
            {
                parameters["monotone"] = string.Join(", ", options.Monotone.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key} {m.Value}"));
            }

            return parameters;
        }
    }

    /// <inheritdoc />
    public async Task<TrainedModel> TrainAsync(TrainingRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var fit = new TreesFit { Weights = request.Weights, WarmStart = WarmStart, RunId = request.RunId };
        if (request.Without.Count > 0)
        {
            var left = request.Without.Append(request.Target).ToHashSet(StringComparer.Ordinal);
            fit = fit with { Features = new RowSchema(request.Rows.Schema.Columns.Where(c => !left.Contains(c.Name))) };
        }

        TreesModel model = await new TreesTrainer(OptionsFor(request.Seed), runs, logger).FitAsync(
            request.Rows, request.Target, request.Task, fit, request.Progress, cancellationToken).ConfigureAwait(false);
        if (runs is not null)
        {
            await NoteAsync(runs, model, request.RunId, cancellationToken).ConfigureAwait(false);
        }

        return new TrainedModel(model.ToOnnx().ToBytes(), model.Encoder.ToJson(), Report(model)).With(TreesFile, Encoding.UTF8.GetBytes(model.ToJson()));
    }

    /// <summary>What the training found out, kept with its run.</summary>
    private static Task NoteAsync(IRunStore store, TreesModel model, string runId, CancellationToken cancellationToken)
    {
        long step = model.Training!.Trees;
        var found = new List<MetricPoint> { new("trees", step, step, TimeProvider.System.GetUtcNow()) };
        found.AddRange(model.Importance.Select(i => new MetricPoint($"importance/{i.Column}", i.Gain, step, found[0].At)));
        return store.AddMetricsAsync(runId, found, cancellationToken);
    }

    private static string Report(TreesModel model)
    {
        var text = new StringBuilder(model.Encoder.Report.ToString());
        text.Append(CultureInfo.InvariantCulture, $"\n{model.Ensemble.Count} trees\n{"column",-32}  {"gain",6}  {"splits",6}\n");
        foreach (ColumnGain column in model.Importance)
        {
            text.Append(CultureInfo.InvariantCulture, $"{column.Column,-32}  {100 * column.Gain,4:0.0} %  {column.Splits,6}\n");
        }

        return text.ToString();
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private TreesOptions OptionsFor(long seed)
    {
        var options = new TreesOptions { Order = RowOrder.Time, Seed = seed };
        Configure?.Invoke(options);
        return options.Checked();
    }
}
