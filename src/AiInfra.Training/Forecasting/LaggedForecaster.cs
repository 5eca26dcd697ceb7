using AiInfra.Core.Rows;
using AiInfra.Metrics.Forecasting;
using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Recipes;

namespace AiInfra.Training.Forecasting;

/// <summary>
/// Forecasts by a model of a table: any regression recipe learns the values after an origin from those before it, each step of the horizon directly, so that no step builds on the error of the one before.
/// <see cref="ForecastAsync"/> is a <see cref="Forecaster"/>.
/// </summary>
/// <remarks>Safe for use by several threads, which may then train one series' model at the same time.</remarks>
/// <param name="recipe">Who trains: trees, a network, a linear model. It gives an ONNX file.</param>
/// <param name="options">What it is shown.</param>
/// <param name="runner">Runs the trained file; null takes ONNX Runtime.</param>
public sealed class LaggedForecaster(ITrainingRecipe recipe, LagOptions? options = null, IOnnxRunner? runner = null)
{
    private readonly ITrainingRecipe _recipe = recipe ?? throw new ArgumentNullException(nameof(recipe));
    private readonly LagOptions _options = (options ?? new LagOptions()).Checked();
    private readonly IOnnxRunner _runner = runner ?? new OnnxRuntimeRunner();
    private readonly FittedModels<OnnxModel> _models = new();

    /// <summary>Trains on the history, or takes the model of an earlier origin (<see cref="LagOptions.RefitEvery"/>), and forecasts.</summary>
    /// <param name="request">What is asked; <see cref="ForecastRequest.Origin"/> tells <see cref="LagOptions.Known"/> which step it is.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <exception cref="ForecastException">The history is too short, or holds a value that is not finite.</exception>
    /// <exception cref="TrainingException">The recipe's model answers no number.</exception>
    public async ValueTask<IReadOnlyList<double>> ForecastAsync(ForecastRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        double[] values = History.Of(request.History);
        int start = request.Origin - values.Length;
        var table = new LagTable(_options, request.Horizon, request.Gap);
        OnnxModel model = await _models.ForAsync(request, _options.RefitEvery, () => TrainAsync(table.Training(values, start), cancellationToken)).ConfigureAwait(false);
        double[] changes = ModelFile.Answer(_runner, model, table.Asked(values, start), ModelFile.ValueOf(model))[0];
        return [.. changes.Select((change, step) => table.Base(values, values.Length, step) + change)];
    }

    private async Task<OnnxModel> TrainAsync(RowBatch rows, CancellationToken cancellationToken)
    {
        TrainedModel trained = await _recipe.TrainAsync(
            new TrainingRequest { Rows = rows, Target = LagTable.Target, Task = ModelTask.Regression, Seed = _options.Seed, RunId = "forecast" }, cancellationToken).ConfigureAwait(false);
        return trained.Runtime is null
            ? OnnxModel.Read(trained.Onnx)
            : throw new ForecastException($"The recipe {_recipe.GetType().Name} gives a model that the runtime '{trained.Runtime}' opens; forecasts ask an ONNX file.");
    }
}
