using System.Globalization;
using AiInfra.Core.Catalog;
using AiInfra.Training.Loop;
using AiInfra.Training.Models;
using AiInfra.Training.Networks;
using Microsoft.Extensions.Logging;

namespace AiInfra.Learning;

/// <summary>A network for tables: encoder and multilayer perceptron, trained for about <see cref="Steps"/> optimizer steps, fewer where the newest rows say so, and then on all rows it is given.</summary>
/// <param name="runs">Where training metrics are kept; null keeps none.</param>
/// <param name="design">The network; null takes four members with two hidden layers of 64 each.</param>
/// <param name="logger">Where it is written about.</param>
public sealed class TabularRecipe(IRunStore? runs = null, MlpDesign? design = null, ILogger<TabularTrainer>? logger = null) : ITrainingRecipe
{
    private const int LeastEpochs = 6;
    private const int MostEpochs = 60;
    private readonly MlpDesign _design = design ?? new MlpDesign { Members = 4 };

    /// <summary>Most optimizer steps of a training, as far as 6 to 60 passes over the rows allow.</summary>
    /// <value>600.</value>
    public int Steps { get; init; } = 600;

    /// <summary>Peak learning rate.</summary>
    /// <value>0.003.</value>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Weight decay.</summary>
    /// <value>0.01.</value>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Share of the rows, the newest, that say when to stop; all rows are then learned for so long. Zero trains all steps, however few rows there are to learn by heart.</summary>
    /// <value>0.15.</value>
    public double ValidationShare { get; init; } = 0.15;

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string> Parameters => new Dictionary<string, string>
    {
        ["recipe"] = "tabular",
        ["hidden"] = string.Join(',', _design.Layers),
        ["members"] = _design.Members.ToString(CultureInfo.InvariantCulture),
        ["steps"] = Steps.ToString(CultureInfo.InvariantCulture),
        ["learningRate"] = LearningRate.ToString(CultureInfo.InvariantCulture),
        ["weightDecay"] = WeightDecay.ToString(CultureInfo.InvariantCulture),
        ["validationShare"] = ValidationShare.ToString(CultureInfo.InvariantCulture),
    };

    /// <inheritdoc />
    public async Task<TrainedModel> TrainAsync(TrainingRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        int batch = (int)Math.Clamp(System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, request.Rows.Count / 40)), 32, 256);
        int stepsInEpoch = Math.Max(1, (request.Rows.Count + batch - 1) / batch);
        var trainer = new TabularTrainer(
            new TabularOptions
            {
                Design = _design,
                BatchSize = batch,
                Epochs = Math.Clamp((int)Math.Ceiling(Steps / (double)stepsInEpoch), LeastEpochs, MostEpochs),
                LearningRate = LearningRate,
                WeightDecay = WeightDecay,
                ValidationShare = ValidationShare,
                Order = RowOrder.Time,
                RefitOnAllRows = true,
                Seed = request.Seed,
                LogEverySteps = 20,
                Tracking = new TrackingOptions { RunId = request.RunId },
            },
            runs,
            logger);
        using TabularModel model = await trainer.FitAsync(
            request.Rows, request.Target, request.Task, new TabularFit { Weights = request.Weights }, request.Progress, cancellationToken).ConfigureAwait(false);
        using var onnx = new MemoryStream();
        model.ToOnnx().Write(onnx);
        return new TrainedModel(onnx.ToArray(), model.Encoder.ToJson(), model.Encoder.Report.ToString());
    }
}
