using System.Globalization;
using AiInfra.Core.Catalog;
using AiInfra.Training.Models;
using AiInfra.Training.Networks;
using AiInfra.Training.Tabular;
using Microsoft.Extensions.Logging;

namespace AiInfra.Training.Recipes;

/// <summary>A network for tables: encoder and multilayer perceptron, or <see cref="Transformer"/>, trained for about <see cref="Steps"/> optimizer steps, fewer where the newest rows say so, and then on all rows it is given.</summary>
/// <param name="runs">Where training metrics are kept; null keeps none.</param>
/// <param name="design">The network; null takes four members with two hidden layers of 64 each, normalised over the layer.</param>
/// <param name="logger">Where it is written about.</param>
public sealed class TabularRecipe(IRunStore? runs = null, MlpDesign? design = null, ILogger<TabularTrainer>? logger = null) : ITrainingRecipe
{
    private const int LeastEpochs = 6;
    private const int MostEpochs = 120;
    private const int AllSteps = 1500;
    private const int StepsInTime = 600;
    private const double MostValidation = 0.3;
    private const double SteadyRows = 200;
    private readonly MlpDesign _design = design ?? new MlpDesign { Members = 4, Normalization = MlpNormalization.Layer };

    /// <summary>Most optimizer steps of a training, as far as 6 to 120 passes over the rows allow.</summary>
    /// <value>Null: 1,500; 600 where the request's order is that of time, for models are trained often then.</value>
    public int? Steps { get; init; }

    /// <summary>Peak learning rate.</summary>
    /// <value>Null: 0.003; 0.001 of a <see cref="Transformer"/>.</value>
    public double? LearningRate { get; init; }

    /// <summary>An FT-Transformer in place of the perceptron.</summary>
    /// <value>Null: the perceptron.</value>
    public FtTransformerDesign? Transformer { get; init; }

    /// <summary>Weight decay.</summary>
    /// <value>0.01.</value>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Share of the rows, the newest, that say when to stop; all rows are then learned for so long. Zero trains all steps, however few rows there are to learn by heart.</summary>
    /// <value>0.15; of fewer than 1,333 rows so much that 200 rows judge, and 0.3 at most: few rows judge unsteadily.</value>
    public double ValidationShare { get; init; } = 0.15;

    /// <summary>What is said beyond that: it is called for every training with the options that the recipe chose for its rows, and what it sets holds.</summary>
    /// <value>Null: nothing.</value>
    public Action<TabularOptions>? Configure { get; init; }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string> Parameters
    {
        get
        {
            // What is set for no rows at all was chosen by somebody, and holds for any number of them.
            TabularOptions chosen = OptionsFor(0, 0, RowOrder.None), own = Defaults(0, 0, RowOrder.None);
            var parameters = new Dictionary<string, string>
            {
                ["recipe"] = "tabular",
                ["hidden"] = chosen.Network is not null ? "a network of the host's own" : chosen.Transformer is { } design ? design.ToString() : string.Join(',', chosen.Design.Layers),
                ["members"] = Text(chosen.Network is null && chosen.Transformer is null ? chosen.Design.Members : 1),
                ["normalization"] = chosen.Network is null && chosen.Transformer is null ? chosen.Design.Normalization.ToString() : "its own",
                ["steps"] = Steps is { } steps ? Text(steps) : "by the order of the rows",
                ["learningRate"] = Text(chosen.LearningRate!.Value),
                ["weightDecay"] = Text(chosen.WeightDecay),
                ["validationShare"] = Text(chosen.ValidationShare == own.ValidationShare ? ValidationShare : chosen.ValidationShare),
            };
            if (chosen.Epochs != own.Epochs)
            {
                parameters.Remove("steps");
                parameters["epochs"] = Text(chosen.Epochs ?? 0);
            }

            return parameters;
        }
    }

    /// <inheritdoc />
    public async Task<TrainedModel> TrainAsync(TrainingRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        TabularOptions options = OptionsFor(request.Rows.Count, request.Seed, request.Order);
        options.Tracking.RunId = request.RunId;
        var fit = new TabularFit { Weights = request.Weights, Features = request.Features() };
        using TabularModel model = await new TabularTrainer(options, runs, logger) { TriesExport = true }.FitAsync(
            request.Rows, request.Target, request.Task, fit, request.Progress, cancellationToken).ConfigureAwait(false);
        using var onnx = new MemoryStream();
        model.ToOnnx().Write(onnx);
        return new TrainedModel(onnx.ToArray(), model.Encoder.ToJson(), model.Encoder.Report.ToString());
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private static double Rate(TabularOptions options) => options.Transformer is null ? 3e-3 : 1e-3;

    private TabularOptions OptionsFor(int rows, long seed, RowOrder order)
    {
        TabularOptions options = Defaults(rows, seed, order);
        Configure?.Invoke(options);
        options.LearningRate ??= Rate(options);
        return options.Checked();
    }

    private TabularOptions Defaults(int rows, long seed, RowOrder order)
    {
        int batch = (int)Math.Clamp(System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, rows / 40)), 32, 256);
        int stepsInEpoch = Math.Max(1, (rows + batch - 1) / batch);
        int epochs = Math.Clamp((int)Math.Ceiling((Steps ?? (order == RowOrder.Time ? StepsInTime : AllSteps)) / (double)stepsInEpoch), LeastEpochs, MostEpochs);
        return new TabularOptions
        {
            Design = _design,
            Transformer = Transformer,
            BatchSize = batch,
            Epochs = epochs,
            LearningRate = LearningRate,
            WeightDecay = WeightDecay,
            ValidationShare = ValidationShare > 0 ? Math.Max(ValidationShare, Math.Min(MostValidation, SteadyRows / Math.Max(1, rows))) : 0,
            Order = RowOrder.Time,
            RefitOnAllRows = true,
            Seed = seed,
            LogEverySteps = 20,
        };
    }
}
