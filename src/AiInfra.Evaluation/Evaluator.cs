using AiInfra.Core.Rows;
using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Fairness;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Reports;
using AiInfra.Evaluation.Slices;
using AiInfra.Evaluation.Telemetry;
using AiInfra.Metrics;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Evaluation;

/// <summary>Evaluates predictions on labelled rows. Stateless and thread-safe.</summary>
public sealed class Evaluator
{
    private readonly EvaluationOptions _options;
    private readonly TimeProvider _clock;

    /// <summary>Creates an evaluator.</summary>
    /// <param name="plan">What is evaluated.</param>
    /// <param name="options">How intervals are computed.</param>
    /// <param name="clock">Clock for the report's time.</param>
    public Evaluator(EvaluationPlan plan, EvaluationOptions? options = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Plan = plan;
        _options = (options ?? new EvaluationOptions()).Checked(nameof(options));
        _clock = clock ?? TimeProvider.System;
    }

    /// <summary>What is evaluated.</summary>
    public EvaluationPlan Plan { get; }

    /// <summary>Evaluates classes given row by row with the probabilities of all classes (of two: the second's alone will do). Rows without label are counted and left out.</summary>
    /// <exception cref="ArgumentException">A label or probability does not fit the label set; the message names the row.</exception>
    public EvaluationReport Run(ClassLabels classes, IEnumerable<(Row Inputs, Value Label, double[] Probabilities)> predictions, string? model = null, string? dataset = null)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(predictions);
        var set = new PredictionSetBuilder(classes);
        foreach ((Row inputs, Value label, double[] probabilities) in predictions)
        {
            set.Add(inputs, label, probabilities);
        }

        return Run(set.Build(), null, model, dataset) with { Unlabelled = set.Unlabelled };
    }

    /// <summary>Evaluates classes with probabilities in single precision, as networks give them; what rounding puts above 1 is 1.</summary>
    /// <inheritdoc cref="Run(ClassLabels, IEnumerable{ValueTuple{Row, Value, double[]}}, string?, string?)"/>
    public EvaluationReport Run(ClassLabels classes, IEnumerable<(Row Inputs, Value Label, float[] Probabilities)> predictions, string? model = null, string? dataset = null)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        return Run(classes, predictions.Select(p => (p.Inputs, p.Label, Array.ConvertAll(p.Probabilities, single => AnswerColumns.WithoutRounding(single)))), model, dataset);
    }

    /// <summary>Evaluates what a served model answered to labelled rows: of its answers the probabilities "probability.CLASS" of every class, else the class "label", else the number "value". Rows without label are counted and left out; the label is no input, so that slices do not cut by it.</summary>
    /// <param name="rows">The rows that were asked, with their label.</param>
    /// <param name="target">The column of the label.</param>
    /// <param name="answers">The answers in the same order: <c>Prediction.Outputs</c> of a deployment, or the rows that a model without deployment gives.</param>
    /// <param name="model">The model, for the report.</param>
    /// <param name="dataset">The dataset, for the report.</param>
    /// <exception cref="ArgumentException">There are more or fewer answers than rows, they have none of these columns, or a label is none of the classes; the message names the row.</exception>
    public EvaluationReport Run(IEnumerable<Row> rows, string target, IEnumerable<Row> answers, string? model = null, string? dataset = null)
    {
        (PredictionSet set, int unlabelled) = AnswerReader.Read(rows, target, answers);
        return Run(set, null, model, dataset) with { Unlabelled = unlabelled };
    }

    /// <summary>Evaluates what a served model answered to labelled rows, whose label is the plan's target. Records become rows by <see cref="RecordEnumerableExtensions.ToRows"/>.</summary>
    /// <exception cref="InvalidOperationException">The plan has no target.</exception>
    /// <inheritdoc cref="Run(IEnumerable{Row}, string, IEnumerable{Row}, string?, string?)"/>
    public EvaluationReport Run(IEnumerable<Row> rows, IEnumerable<Row> answers, string? model = null, string? dataset = null) => Run(
        rows,
        Plan.Target ?? throw new InvalidOperationException($"Evaluation '{Plan.Name}' does not say which column is the truth: call Target of its builder, or name the column here."),
        answers,
        model,
        dataset);

    /// <summary>Evaluates numbers given row by row. Rows without label are counted and left out.</summary>
    /// <exception cref="ArgumentException">A number is missing or not finite; the message names the row.</exception>
    public EvaluationReport Run(IEnumerable<(Row Inputs, Value Label, double Value)> predictions, string? model = null, string? dataset = null)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        var set = new PredictionSetBuilder();
        foreach ((Row inputs, Value label, double value) in predictions)
        {
            set.Add(inputs, label, Value.Of(value));
        }

        return Run(set.Build(), null, model, dataset) with { Unlabelled = set.Unlabelled };
    }

    /// <summary>Evaluates.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="champion">The champion's predictions on the same rows, for the gate.</param>
    /// <param name="model">The model, for the report.</param>
    /// <param name="dataset">The dataset, for the report.</param>
    /// <param name="championName">The champion, for the report.</param>
    /// <param name="facts">Size and latency of the model, where the gate asks for them.</param>
    /// <exception cref="ArgumentException">A metric does not fit the predictions.</exception>
    public EvaluationReport Run(PredictionSet predictions, PredictionSet? champion = null, string? model = null, string? dataset = null, string? championName = null, ModelFacts? facts = null)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        return EvaluationTelemetry.Evaluate(Plan.Name, () => RunCore(predictions, champion, model, dataset, championName, facts));
    }

    /// <summary>Reports the scores of a system, of whatever families, and decides the plan's gate on them: a section a family, with the tables and charts that its metrics bring.</summary>
    /// <param name="scores">The scores; the plan's gate names them.</param>
    /// <param name="champion">The champion's scores on the same segments, queries or other units, for the gate.</param>
    /// <param name="model">The model, for the report.</param>
    /// <param name="dataset">The dataset, for the report.</param>
    /// <param name="championName">The champion, for the report.</param>
    /// <param name="facts">Size and latency of the model, where the gate asks for them.</param>
    /// <exception cref="ArgumentException">There is no score, or two scores of one name cannot be compared.</exception>
    public EvaluationReport Run(ScoreSet scores, ScoreSet? champion = null, string? model = null, string? dataset = null, string? championName = null, ModelFacts? facts = null)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Count == 0)
        {
            throw new ArgumentException("There is no score to report.", nameof(scores));
        }

        return EvaluationTelemetry.Evaluate(Plan.Name, () =>
        {
            IReadOnlyList<ReportSection> sections = ScoreSections.Of(scores, Scored);
            return new()
            {
                Name = Plan.Name,
                Rows = (int)Math.Min(int.MaxValue, scores.Max(s => s.Count)),
                Model = model,
                Dataset = dataset,
                At = _clock.GetUtcNow(),
                Confidence = _options.Confidence,
                Metrics = [.. sections.SelectMany(s => s.Scores)],
                Sections = sections,
                Gate = Plan.Gate?.Decide(scores, champion, model, championName, facts),
            };
        });
    }

    /// <summary>Compares two models on the same rows by every metric of the plan and, by the first, on every slice.</summary>
    /// <param name="candidate">The candidate's predictions on the same rows in the same order.</param>
    /// <param name="champion">The champion's predictions.</param>
    /// <param name="candidateName">The candidate, for the report.</param>
    /// <param name="championName">The champion, for the report.</param>
    /// <param name="options">How models are compared.</param>
    /// <exception cref="ArgumentException">The sets are not of the same rows, or a metric does not fit them.</exception>
    public ComparisonReport Compare(PredictionSet candidate, PredictionSet champion, string candidateName = "candidate", string championName = "champion", ComparisonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(champion);
        ArgumentNullException.ThrowIfNull(candidate);
        options ??= Comparing();
        IReadOnlyList<IMetric> metrics = Plan.Metrics.Count > 0 ? Plan.Metrics : UsualMetrics.Of(candidate);
        (IReadOnlyList<ChangedRow> lost, IReadOnlyList<ChangedRow> gained) = ComparisonDetails.Changed(candidate, champion);
        return new()
        {
            Name = Plan.Name,
            Task = candidate.Task,
            Champion = championName,
            Candidate = candidateName,
            Rows = candidate.Count,
            At = _clock.GetUtcNow(),
            Metrics = [.. metrics.Select(m => ModelComparer.Compare(m, candidate, champion, options))],
            Slices = ComparisonDetails.Slices(metrics[0], candidate, champion, Plan.Slicers, options),
            Disagreement = ComparisonDetails.Disagreement(candidate, champion),
            ChampionClassification = champion.Classes is { } before ? ReportDetails.Classification(champion, before) : null,
            CandidateClassification = candidate.Classes is { } after ? ReportDetails.Classification(candidate, after) : null,
            ChampionRegression = champion.Classes is null ? ReportDetails.Regression(champion) : null,
            CandidateRegression = candidate.Classes is null ? ReportDetails.Regression(candidate) : null,
            Lost = lost,
            Gained = gained,
        };
    }

    /// <summary>Compares two systems by their scores, of whatever families, each by a paired test on the units that it was made of: segments, queries, series, images, users. A score that came without them stands beside the other's, and the report says so.</summary>
    /// <param name="candidate">The candidate's scores.</param>
    /// <param name="champion">The champion's scores, of the same units.</param>
    /// <param name="candidateName">The candidate, for the report.</param>
    /// <param name="championName">The champion, for the report.</param>
    /// <param name="options">How systems are compared; rows are units.</param>
    /// <exception cref="ArgumentException">No name is in both sets, or two scores of one name have other signatures or other units.</exception>
    public ComparisonReport Compare(ScoreSet candidate, ScoreSet champion, string candidateName = "candidate", string championName = "champion", ComparisonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(champion);
        IReadOnlyList<ComparisonSection> sections = ComparisonSections.Of(candidate, champion, options ?? Comparing());
        return sections.Count == 0
            ? throw new ArgumentException($"No score is in both sets: the candidate has {candidate.Names}, the champion {champion.Names}.", nameof(candidate))
            : new()
            {
                Name = Plan.Name,
                Champion = championName,
                Candidate = candidateName,
                Rows = (int)Math.Min(int.MaxValue, candidate.Max(s => s.Count)),
                At = _clock.GetUtcNow(),
                Metrics = [.. sections.SelectMany(s => s.Scores)],
                Sections = sections,
                Remarks = ComparisonSections.Alone(candidate, champion),
            };
    }

    private ComparisonOptions Comparing() => new() { Resamples = Math.Max(100, _options.Resamples), Seed = (ulong)_options.Seed };

    private EvaluationReport RunCore(PredictionSet predictions, PredictionSet? champion, string? model, string? dataset, string? championName, ModelFacts? facts)
    {
        IReadOnlyList<IMetric> metrics = Plan.Metrics.Count > 0 ? Plan.Metrics : UsualMetrics.Of(predictions);
        int[] all = [.. Enumerable.Range(0, predictions.Count)];
        return new()
        {
            Name = Plan.Name,
            Task = predictions.Task,
            Rows = predictions.Count,
            Model = model,
            Dataset = dataset,
            At = _clock.GetUtcNow(),
            Confidence = _options.Confidence,
            Metrics = [.. metrics.Select(m => Scored(predictions, m, all))],
            Imbalance = ClassImbalance.Of(predictions, metrics, m => Scored(predictions, m, all)),
            Slices = [.. Plan.Slicers.SelectMany(s => s.Cut(predictions)).Select(s => Scored(predictions, metrics, s))],
            Classification = predictions.Classes is { } classes ? ReportDetails.Classification(predictions, classes) : null,
            BadSlices = Plan.SliceSearch is { } search ? new SliceFinder(search).Find(predictions) : null,
            Fairness = predictions.Classes is null ? [] : [.. Plan.Groups.Select(columns => GroupFairness.By(predictions, [.. columns]))],
            Regression = predictions.Classes is null ? ReportDetails.Regression(predictions) : null,
            Gate = Plan.Gate?.Decide(predictions, champion, model, championName, facts),
        };
    }

    private Score Scored(NamedScore named)
    {
        Score score = named.Scored.CheckedResult(_options.Confidence);
        return named.Scored.Count > _options.ResampleUpToRows || _options.Resamples < 10
            ? score with { Name = named.Name }
            : named.Scored.WithInterval(_options.Confidence, new BootstrapOptions { Resamples = _options.Resamples, Seed = (ulong)_options.Seed }) with { Name = named.Name };
    }

    private SliceScores Scored(PredictionSet predictions, IReadOnlyList<IMetric> metrics, Slice slice)
    {
        int[] rows = [.. slice.Rows];
        return new(slice.By, slice.Name, rows.Length, [.. metrics.Select(m => Scored(predictions, m, rows))]);
    }

    private Score Scored(PredictionSet predictions, IMetric metric, int[] rows)
    {
        Score score = predictions.Score(metric, rows, _options.Confidence);
        if (score.Interval is not null || !score.IsDefined || !metric.CanBeResampled || rows.Length < 2 || rows.Length > _options.ResampleUpToRows || _options.Resamples < 10)
        {
            return score;
        }

        var options = new BootstrapOptions { Resamples = _options.Resamples, Confidence = _options.Confidence, Seed = (ulong)_options.Seed };
        BootstrapResult result = CountedMetric.Bootstrapped(predictions, metric, rows, options);
        return result.IsMostlyUndefined ? score : score with { Interval = result.Interval };
    }
}
