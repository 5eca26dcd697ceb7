using System.Globalization;
using AiInfra.Core.Rows;
using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Recipes;
using AiInfra.Training.Tabular;

namespace AiInfra.Training.Intervals;

/// <summary>
/// A regression that answers an interval beside its number: another recipe trains it, rows that it has not seen calibrate it (<see cref="ConformalInterval"/>), and <c>lower</c> and <c>upper</c> are outputs of its ONNX file.
/// </summary>
/// <param name="recipe">Who trains. It gives an ONNX file.</param>
public sealed class ConformalRecipe(ITrainingRecipe recipe) : ITrainingRecipe, ICheckedOptions
{
    private readonly ITrainingRecipe _recipe = recipe ?? throw new ArgumentNullException(nameof(recipe));

    /// <summary>Probability with which an interval holds the truth of a new row, between 0 and 1.</summary>
    /// <value>0.9.</value>
    public double Coverage { get; init; } = 0.9;

    /// <summary>Share of the rows that are kept from learning and calibrate, between 0 and 1; where <see cref="Spread"/> is given, as many again teach it.</summary>
    /// <value>0.2.</value>
    public double CalibrationShare { get; init; } = 0.2;

    /// <summary>Whether both ends are equally far; otherwise each misses half of what is missed, which suits crooked errors.</summary>
    /// <value>True.</value>
    public bool SidesAlike { get; init; } = true;

    /// <summary>Learns from the same columns how far off the first model is, so that intervals are wide only where they must be (Lei et al. 2018, section 5.2).</summary>
    /// <value>Null: all intervals are equally wide.</value>
    public ITrainingRecipe? Spread { get; init; }

    /// <summary>Which rows calibrate: drawn ones, or the newest, which is right where what comes is like the newest rows and not like all of them.</summary>
    /// <value><see cref="RowOrder.None"/>: drawn.</value>
    public RowOrder Order { get; init; }

    /// <summary>Runs the trained files.</summary>
    /// <value>ONNX Runtime.</value>
    public IOnnxRunner Runner { get; init; } = new OnnxRuntimeRunner();

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string> Parameters
    {
        get
        {
            var parameters = new Dictionary<string, string>(_recipe.Parameters)
            {
                ["coverage"] = Coverage.ToString(CultureInfo.InvariantCulture),
                ["calibrationShare"] = CalibrationShare.ToString(CultureInfo.InvariantCulture),
                ["sidesAlike"] = SidesAlike ? "true" : "false",
            };
            foreach ((string name, string value) in Spread?.Parameters ?? new Dictionary<string, string>())
            {
                parameters[$"spread.{name}"] = value;
            }

            return parameters;
        }
    }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Inside(Coverage, 0, 1)
        .Inside(CalibrationShare, 0, 1)
        .Must(Spread is null || !(CalibrationShare >= 0.5), $"With {nameof(Spread)} twice {nameof(CalibrationShare)} is kept from learning, so it is below 0.5; it is {CalibrationShare}.")
        .Set(Runner);

    /// <inheritdoc />
    /// <exception cref="IntervalException">There are too few rows for the coverage, the task is a classification, or the model is no ONNX file.</exception>
    public async Task<TrainedModel> TrainAsync(TrainingRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        this.Checked();
        double[] targets = Targets(request);
        var parts = CalibrationSplit.Of(targets, request.Weights, CalibrationShare, Spread is not null, Order, request.Seed);
        int least = ConformalInterval.LeastRows(Coverage, SidesAlike);
        if (parts.Calibration.Length < least || parts.Learned.Length == 0)
        {
            throw new IntervalException(
                $"Of {targets.Length} rows, {parts.Calibration.Length} with a target calibrate and {parts.Learned.Length} are left to learn from; an interval that holds {Coverage:P1} needs {least} to calibrate and one at least to learn from. Give more rows, another {nameof(CalibrationShare)}, or ask for less {nameof(Coverage)}.");
        }

        TrainedModel trained = await _recipe.TrainAsync(Part(request, parts.Learned), cancellationToken).ConfigureAwait(false);
        OnnxModel point = Opened(trained);
        RowBatch judging = request.Rows.Take(parts.Calibration);
        double[] truths = Array.ConvertAll(parts.Calibration, i => targets[i]);
        double[] predicted = ModelFile.Answer(Runner, point, judging, ModelFile.ValueOf(point))[0];
        if (Spread is null)
        {
            return Finished(trained, point, ConformalInterval.Fit(truths, predicted, Coverage, SidesAlike), null, 1, judging);
        }

        (OnnxModel spread, double floor) = await SpreadAsync(request, point, parts.Spread, targets, cancellationToken).ConfigureAwait(false);
        double[] spreads = ModelFile.Answer(Runner, spread, judging, ModelFile.ValueOf(spread))[0];
        var interval = ConformalInterval.Fit(truths, predicted, Coverage, SidesAlike, Array.ConvertAll(spreads, s => Math.Max(s, floor)));
        return Finished(trained, point, interval, spread, floor, judging);
    }

    private async Task<(OnnxModel Model, double Least)> SpreadAsync(TrainingRequest request, OnnxModel point, int[] rows, double[] targets, CancellationToken cancellationToken)
    {
        TrainingRequest part = Part(request, rows);
        double[] predicted = ModelFile.Answer(Runner, point, part.Rows, ModelFile.ValueOf(point))[0];
        double[] errors = [.. rows.Select((row, i) => Math.Abs(targets[row] - predicted[i]))];
        ColumnData[] columns = [.. part.Rows.Columns];
        columns[part.Rows.Schema.Require(request.Target)] = new NumberColumn(errors);
        TrainedModel trained = await Spread!.TrainAsync(part with { Rows = new RowBatch(part.Rows.Schema, columns) }, cancellationToken).ConfigureAwait(false);

        // A tenth of the usual error: a spread near zero, or below, would make an interval of nothing.
        double mean = errors.Average();
        return (Opened(trained), mean > 0 ? mean / 10 : 1);
    }

    private TrainedModel Finished(TrainedModel trained, OnnxModel point, ConformalInterval interval, OnnxModel? spread, double floor, RowBatch judging)
    {
        OnnxModel model = IntervalGraph.Append(point, interval, spread, floor);
        Dictionary<string, string> renamed = ModelFile.Renamed(model);
        string Named(string answer) => renamed.FirstOrDefault(r => r.Value == answer, new(answer, answer)).Key;
        double[][] said = ModelFile.Answer(Runner, model, judging, Named(AnswerNames.Lower), ModelFile.ValueOf(model), Named(AnswerNames.Upper));
        int wrong = Enumerable.Range(0, judging.Count).FirstOrDefault(i => !(Math.Sign(interval.Above) * (said[2][i] - said[1][i]) >= 0 && Math.Sign(interval.Below) * (said[1][i] - said[0][i]) >= 0), -1);
        return wrong < 0
            ? trained with { Onnx = model.ToBytes() }
            : throw new IntervalException($"The file answers row {wrong} of the calibration with the interval {said[0][wrong]} to {said[2][wrong]} around {said[1][wrong]}, which is none. Is an input NaN where the model can't take it?");
    }

    private static double[] Targets(TrainingRequest request) => request.Task != ModelTask.Regression
        ? throw new IntervalException($"Intervals are of numbers; '{request.Target}' is learned by {request.Task}. Calibrate probabilities instead.")
        : request.Rows[request.Target].Kind == ValueKind.Number ? request.Rows.Numbers(request.Target)
        : throw new IntervalException($"Intervals are of numbers; '{request.Target}' is a column of kind {request.Rows[request.Target].Kind}.");

    private static TrainingRequest Part(TrainingRequest request, int[] rows) => request with
    {
        Rows = request.Rows.Take(rows),
        Weights = request.Weights is { } weights ? [.. rows.Select(r => weights[r])] : null,
    };

    private static OnnxModel Opened(TrainedModel trained) => trained.Runtime is null
        ? OnnxModel.Read(trained.Onnx)
        : throw new IntervalException($"The model is opened by the runtime '{trained.Runtime}'; an interval is put into ONNX files only.");
}
