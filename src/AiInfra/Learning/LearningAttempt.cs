using System.Globalization;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Evaluation;
using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Metrics;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Reports;
using AiInfra.Observability.Quality;
using AiInfra.Training.Loop;

namespace AiInfra.Learning;

/// <summary>One training with its judgement: candidates on every window, the leader's before the gate, and registration of what passed.</summary>
internal sealed class LearningAttempt(string model, LearningOptions options, ChallengerSchool school, ModelShelf shelf, ICatalog catalog, Evaluator evaluator)
{
    private const double FirstHoldoutShare = 0.15;
    private const int LeastRows = 50;

    /// <summary>The first model: every window is tried on the older rows and judged on the newest; the best is trained on all.</summary>
    public async Task<FirstModel> FirstAsync(
        LabelledRow[] rows, long labelled, WindowChoice windows, LearningPlan plan, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        int newest = Math.Max(Math.Min(plan.Holdout, rows.Length / 3), (int)(FirstHoldoutShare * rows.Length));
        if (rows.Length - newest < 20)
        {
            throw new LearningException($"{rows.Length} labelled rows are too few to learn from and to judge by; 30 are the least.");
        }

        LabelledRow[] older = rows[..^newest];
        LabelledRow[] holdout = rows[^newest..];
        return await InRunAsync("first model", async runId =>
        {
            List<JudgedModel> candidates = await CandidatesAsync(older, windows, runId, progress, cancellationToken).ConfigureAwait(false);
            try
            {
                ClassLabels? labels = JudgedModel.Labels(options.Task, candidates, rows);
                PredictionSet[] judged = [.. candidates.Select(c => c.Judge(holdout, labels, keepInputs: true))];
                windows.Learn([.. judged.Select(j => j.Score(JudgedModel.Metric(options.Task)).Value)]);
                TrainingWindow window = windows.Windows[windows.Leader];
                PredictionSet best = judged[windows.Leader];
                Gate trivial = new GateBuilder().BetterThanTrivial(JudgedModel.Metric(options.Task)).Build();
                EvaluationReport report = Judge("first", trivial, best, Name(window));
                (ModelVersion version, TrainedModel trained) = await RegisterAsync(rows, window, labelled, best, report, "first model", runId, progress, cancellationToken).ConfigureAwait(false);
                return new FirstModel(version, window.Name, report, report.Gate!, trained.Report);
            }
            finally
            {
                candidates.ForEach(c => c.Dispose());
            }
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A challenger against the champion on rows that neither has seen.</summary>
    public async Task<AttemptResult> RunAsync(
        LearningReason reason,
        bool proof,
        LabelledRow[] older,
        LabelledRow[] holdout,
        long labelled,
        JudgedModel champion,
        int championVersion,
        WindowChoice windows,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        string why = reason.ToString();
        return await InRunAsync(why, async runId =>
        {
            List<JudgedModel> candidates = await CandidatesAsync(older, windows, runId, progress, cancellationToken).ConfigureAwait(false);
            try
            {
                ClassLabels? labels = JudgedModel.Labels(options.Task, [champion, .. candidates], holdout);
                PredictionSet of = champion.Judge(holdout, labels);
                PredictionSet[] judged = [.. candidates.Select(c => c.Judge(holdout, labels, keepInputs: true))];

                // The rows that judge the challenger had a say in choosing it among the windows: the gate's confidence is corrected for that.
                windows.Learn([.. judged.Select(j => j.Score(JudgedModel.Metric(options.Task)).Value)]);
                int leader = windows.Leader;
                TrainingWindow window = windows.Windows[leader];
                EvaluationReport report = Judge(why, Promotion(proof, candidates.Count), judged[leader], Name(window), of, $"version {championVersion}");
                GateDecision decision = report.Gate!;
                await catalog.Runs.SetTagsAsync(runId, new Dictionary<string, string?> { ["verdict"] = decision.Verdict.ToString(), ["window"] = window.Name }, cancellationToken).ConfigureAwait(false);
                await catalog.Runs.AddMetricsAsync(runId, report.ToMetricPoints(labelled, "holdout/"), cancellationToken).ConfigureAwait(false);
                if (decision.Verdict != Verdict.Pass)
                {
                    return new AttemptResult(decision, null);
                }

                LabelledRow[] all = options.RefitBeforePromotion ? [.. older, .. holdout] : older;
                (ModelVersion version, _) = await RegisterAsync(all, window, labelled, judged[leader], report, why, runId, progress, cancellationToken).ConfigureAwait(false);
                return new AttemptResult(decision, version);
            }
            finally
            {
                candidates.ForEach(c => c.Dispose());
            }
        }, cancellationToken).ConfigureAwait(false);
    }

    private Gate Promotion(bool proof, int candidates)
    {
        var comparison = new ComparisonOptions { MinimumRows = LeastRows, IsTimeStream = true, Seed = (ulong)options.Seed };
        IMetric metric = JudgedModel.Metric(options.Task);
        return new Gate([proof

            // Bonferroni where proof is asked for: as many candidates as windows, one of them chosen.
            ? new ChampionCondition(metric, ChampionRule.Better, comparison with { Confidence = 1 - ((1 - options.Confidence) / candidates) })
            : new UnlessWorse(metric, comparison with { Confidence = options.ConfidenceUnderAlarm })]);
    }

    /// <summary>What a model is worth, and what the gate says of it: the evaluation's own where it has one, otherwise <paramref name="gate"/>.</summary>
    private EvaluationReport Judge(string name, Gate gate, PredictionSet candidate, string candidateName, PredictionSet? champion = null, string? championName = null)
    {
        EvaluationReport report = evaluator.Run(candidate, champion, candidateName, championName: championName);
        return report with { Name = name, Model = model, Gate = report.Gate ?? gate.Decide(candidate, champion, candidateName, championName) };
    }

    private static string Name(TrainingWindow window) => $"challenger ({window.Name})";

    private async Task<List<JudgedModel>> CandidatesAsync(LabelledRow[] older, WindowChoice windows, string runId, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var candidates = new List<JudgedModel>();
        try
        {
            foreach (TrainingWindow window in windows.Windows)
            {
                TrainedModel trained = await school.TrainAsync(school.Rows(older, window), window, "candidate", runId, progress, cancellationToken).ConfigureAwait(false);
                candidates.Add(JudgedModel.Load(trained.Onnx));
            }

            return candidates;
        }
        catch
        {
            candidates.ForEach(c => c.Dispose());
            throw;
        }
    }

    private async Task<(ModelVersion Version, TrainedModel Trained)> RegisterAsync(
        LabelledRow[] rows,
        TrainingWindow window,
        long labelled,
        PredictionSet judged,
        EvaluationReport report,
        string why,
        string runId,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        List<Row> training = school.Rows(rows, window);
        DatasetCommit commit = await shelf.CommitAsync(training, $"{why} after {labelled.ToString(CultureInfo.InvariantCulture)} labelled rows", runId, cancellationToken).ConfigureAwait(false);
        TrainedModel trained = await school.TrainAsync(training, window, "promoted", runId, progress, cancellationToken).ConfigureAwait(false);
        var metrics = new Dictionary<string, double>(report.ToMetrics());
        foreach (var (key, value) in QualityBaseline.FromLosses(JudgedModel.Losses(judged)).ToMetrics())
        {
            metrics[key] = value;
        }

        var tags = new Dictionary<string, string> { ["reason"] = why, ["window"] = window.Name, [ModelTags.Target] = options.Target };
        ModelVersion version = await shelf.RegisterAsync(trained, report.ToJson(), commit, runId, labelled, metrics, tags, cancellationToken).ConfigureAwait(false);
        return (version, trained);
    }

    private async Task<T> InRunAsync<T>(string name, Func<string, Task<T>> work, CancellationToken cancellationToken)
    {
        Run run = await catalog.Runs.StartAsync(new RunStart(model, "learning") { Name = name }, cancellationToken).ConfigureAwait(false);
        try
        {
            T result = await work(run.Id).ConfigureAwait(false);
            await catalog.Runs.FinishAsync(run.Id, RunStatus.Finished, cancellationToken: cancellationToken).ConfigureAwait(false);
            return result;
        }
        catch (Exception e)
        {
            await catalog.Runs.FinishAsync(run.Id, e is OperationCanceledException ? RunStatus.Cancelled : RunStatus.Failed, e.Message, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }
}
