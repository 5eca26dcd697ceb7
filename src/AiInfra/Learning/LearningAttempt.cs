using System.Globalization;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Evaluation;
using AiInfra.Evaluation.Calibration;
using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Reports;
using AiInfra.Metrics;
using AiInfra.Metrics.Curves;
using AiInfra.Observability.Quality;
using AiInfra.Training.Loop;
using AiInfra.Training.Recipes;
using AiInfra.Training.Tabular;

namespace AiInfra.Learning;

/// <summary>One training with its judgement: candidates on every window, the leader's before the gate, and registration of what passed.</summary>
internal sealed class LearningAttempt(string model, LearningOptions options, CandidateTrainer trainer, LearningRegistry registry, ICatalog catalog, Evaluator evaluator)
{
    /// <summary>Fewest rows that judge.</summary>
    public const int LeastRows = 50;

    private const double FirstHoldoutShare = 0.15;
    private const int DecidingShare = 5;

    // Fewer rows of a new world teach nothing that holds.
    private const int LeastLearned = 30;

    /// <summary>The first model: every window is tried on the older rows and judged on the newest; the best is trained on all.</summary>
    public async Task<FirstModel> FirstAsync(
        LabelledBatch rows, TaskChoice choice, long labelled, WindowChoice windows, LearningPlan plan, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        int newest = Math.Max(Math.Min(plan.Holdout, rows.Count / 3), (int)(FirstHoldoutShare * rows.Count));
        if (rows.Count - newest < 20)
        {
            throw new LearningException($"{rows.Count} labelled rows are too few to learn from and to judge by; 30 are the least.");
        }

        ModelDecision.RequireClasses(options.Decision, plan.Task, options.Target);
        LabelledBatch older = rows[..^newest];
        LabelledBatch holdout = rows[^newest..];
        return await InRunAsync("first model", async runId =>
        {
            List<JudgedModel> candidates = await CandidatesAsync(older, windows.Windows, plan.Task, runId, progress, cancellationToken).ConfigureAwait(false);
            try
            {
                ClassLabels? labels = JudgedModel.Labels(plan.Task, candidates, rows);
                PredictionSet[] judged = [.. candidates.Select(c => c.Judge(holdout, labels, keepInputs: true))];
                windows.Learn([.. judged.Select(j => j.Score(JudgedModel.Metric(plan.Task)).Value)]);
                TrainingWindow window = windows.Windows[windows.Leader];
                PredictionSet best = judged[windows.Leader];
                GateDecision sanity = new GateBuilder().BetterThanTrivial(JudgedModel.Metric(plan.Task)).Build().Decide(best, candidateName: Name(window));
                EvaluationReport found = evaluator.Run(best, model: Name(window));
                EvaluationReport report = found with { Name = "first", Model = model, Gate = found.Gate ?? sanity };
                await TagAsync(runId, report.Gate, window, cancellationToken).ConfigureAwait(false);
                (ModelVersion version, TrainedModel trained) = await RegisterAsync(rows, window, candidates[windows.Leader], plan.Task, labelled, best, report, null, "first model", runId, progress, cancellationToken).ConfigureAwait(false);

                // The evaluation's own gate decides; without one a constant's equal is served, with a warning, for there is no other.
                return new FirstModel(version, window.Name, report, report.Gate, trained.Report)
                {
                    Task = choice,
                    Sanity = sanity,
                    IsServed = found.Gate is not { } gate || gate.Verdict == Verdict.Pass || options.ServeFirstModelAnyway,
                };
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
        LabelledBatch older,
        LabelledBatch holdout,
        long labelled,
        JudgedModel champion,
        int championVersion,
        WindowChoice windows,
        LearningPlan plan,
        QualityBaseline? earlier,
        long? changed,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        string why = reason.ToString();
        return await InRunAsync(why, async runId =>
        {
            TrainingWindow[] tried = [.. windows.Windows, .. Since(changed, older[..^Deciding(older)])];
            List<JudgedModel> candidates = await CandidatesAsync(older, tried, plan.Task, runId, progress, cancellationToken).ConfigureAwait(false);
            try
            {
                ClassLabels? labels = JudgedModel.Labels(plan.Task, [champion, .. candidates], holdout);
                PredictionSet of = champion.Judge(holdout, labels);
                PredictionSet[] judged = [.. candidates.Select(c => c.Judge(holdout, labels, keepInputs: true))];

                // The rows that judge the challenger had a say in choosing it among the windows: the gate's confidence is corrected for that.
                double[] losses = [.. judged.Select(j => j.Score(JudgedModel.Metric(plan.Task)).Value)];
                windows.Learn(losses[..windows.Windows.Count]);
                int leader = tried.Length > windows.Windows.Count && losses[^1] < losses[windows.Leader] ? tried.Length - 1 : windows.Leader;
                TrainingWindow window = tried[leader];
                EvaluationReport report = Judge(why, Promotion(plan.Task, proof, candidates.Count), judged[leader], Name(window), of, $"version {championVersion}");
                GateDecision decision = report.Gate!;
                await TagAsync(runId, decision, window, cancellationToken).ConfigureAwait(false);
                await catalog.Runs.AddMetricsAsync(runId, report.ToMetricPoints(labelled, "holdout/"), cancellationToken).ConfigureAwait(false);
                if (decision.Verdict != Verdict.Pass)
                {
                    return new AttemptResult(decision, null);
                }

                LabelledBatch all = options.RefitBeforePromotion ? older.And(holdout) : older;
                (ModelVersion version, _) = await RegisterAsync(all, window, candidates[leader], plan.Task, labelled, judged[leader], report, earlier, why, runId, progress, cancellationToken).ConfigureAwait(false);
                return new AttemptResult(decision, version);
            }
            finally
            {
                candidates.ForEach(c => c.Dispose());
            }
        }, cancellationToken).ConfigureAwait(false);
    }

    private Gate Promotion(ModelTask task, bool proof, int candidates)
    {
        var comparison = new ComparisonOptions { MinimumRows = LeastRows, IsTimeStream = true, Seed = (ulong)options.Seed };
        IMetric metric = JudgedModel.Metric(task);
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

    /// <summary>After a drop in quality: the rows since then alone, where there are enough. In every other window the old world still has the say.</summary>
    private static IEnumerable<TrainingWindow> Since(long? changed, LabelledBatch older) =>
        changed is { } from && older.Count >= LeastLearned && older.From + older.Count - LeastLearned >= from ? [new TrainingWindow("since the drop") { Since = from }] : [];

    private Task TagAsync(string runId, GateDecision decision, TrainingWindow window, CancellationToken cancellationToken) =>
        catalog.Runs.SetTagsAsync(runId, new Dictionary<string, string?> { ["verdict"] = decision.Verdict.ToString(), ["window"] = window.Name }, cancellationToken);

    /// <summary>What quality is expected of a version: its own, or after a drop in quality the earlier one, until a version reaches it. A poor version would else be the measure of itself.</summary>
    private static QualityBaseline Expected(PredictionSet judged, QualityBaseline? earlier)
    {
        QualityBaseline own = QualityBaseline.FromLosses(JudgedModel.Losses(judged));
        return earlier is { } before && !Reached(own, before) ? before : own;
    }

    /// <summary>Whether a version is not shown to fall behind what was known before, two standard errors allowed.</summary>
    public static bool Reached(QualityBaseline own, QualityBaseline before) =>
        own.Loss - before.Loss <= 2 * Math.Sqrt((own.Deviation * own.Deviation / own.Rows) + (before.Deviation * before.Deviation / before.Rows));

    private static string Name(TrainingWindow window) => $"challenger ({window.Name})";

    private async Task<List<JudgedModel>> CandidatesAsync(LabelledBatch older, IReadOnlyList<TrainingWindow> windows, ModelTask task, string runId, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var candidates = new List<JudgedModel>();
        int deciding = Deciding(older);
        LabelledBatch learned = older[..^deciding];

        // Windows of one attempt are trained alike: who is best is asked once, by the first.
        string? chosen = null;
        try
        {
            foreach (TrainingWindow window in windows)
            {
                TrainedModel trained = await trainer.TrainAsync(CandidateTrainer.Rows(learned, window, task), window, task, "candidate", chosen, runId, progress, cancellationToken).ConfigureAwait(false);
                chosen ??= trained.Candidates.FirstOrDefault(c => c.IsChosen)?.Name;
                ModelDecision? decision = options.Decision is { } rule ? await DecideAsync(rule, trained, older[^deciding..], cancellationToken).ConfigureAwait(false) : null;
                JudgedModel candidate = await registry.OpenAsync(decision is null ? trained : trained with { Onnx = decision.Set(trained.Onnx) }, cancellationToken).ConfigureAwait(false);
                (candidate.Decision, candidate.Recipe) = (decision, chosen);
                candidates.Add(candidate);
            }

            return candidates;
        }
        catch
        {
            candidates.ForEach(c => c.Dispose());
            throw;
        }
    }

    private async Task<ModelDecision> DecideAsync(DecisionRule rule, TrainedModel trained, LabelledBatch rows, CancellationToken cancellationToken)
    {
        if (trained.Runtime is not null)
        {
            throw new LearningException($"The recipe of model '{model}' gives models of the runtime '{trained.Runtime}'. A decision rule is written into ONNX models; leave {nameof(LearningOptions.Decision)} out, or let the recipe give ONNX.");
        }

        using JudgedModel undecided = await registry.OpenAsync(trained, cancellationToken).ConfigureAwait(false);
        return ModelDecision.Choose(rule, undecided, rows, options.Target);
    }

    /// <summary>How many rows, the newest, a threshold is chosen on: a fifth, and back to a row of another class than the newest.</summary>
    private int Deciding(LabelledBatch older)
    {
        if (options.Decision is null)
        {
            return 0;
        }

        int count = Math.Min(Math.Max(LeastRows, older.Count / DecidingShare), older.Count / 2);
        while (count < older.Count / 2 && older.IsOfOneClass(older.Count - count))
        {
            count = Math.Min(2 * count, older.Count / 2);
        }

        return count;
    }

    private async Task<(ModelVersion Version, TrainedModel Trained)> RegisterAsync(
        LabelledBatch rows,
        TrainingWindow window,
        JudgedModel candidate,
        ModelTask task,
        long labelled,
        PredictionSet judged,
        EvaluationReport report,
        QualityBaseline? earlier,
        string why,
        string runId,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        ModelDecision? decision = candidate.Decision;
        RowBatch training = CandidateTrainer.Rows(rows, window, task);
        DatasetCommit commit = await registry.CommitAsync(training, $"{why} after {labelled.ToString(CultureInfo.InvariantCulture)} labelled rows", runId, cancellationToken).ConfigureAwait(false);
        TrainedModel trained = await trainer.TrainAsync(training, window, task, "promoted", candidate.Recipe, runId, progress, cancellationToken).ConfigureAwait(false);
        trained = decision is null ? trained : trained with { Onnx = decision.Set(trained.Onnx) };
        var metrics = new Dictionary<string, double>(report.ToMetrics());
        foreach (var (key, value) in Expected(judged, earlier).ToMetrics())
        {
            metrics[key] = value;
        }

        var tags = new Dictionary<string, string> { ["reason"] = why, ["window"] = window.Name, [ModelKeys.Target] = options.Target, [ModelKeys.Task] = task.ToString() };
        if (decision is not null)
        {
            tags[OnnxThreshold.MetadataKey] = decision.Tag;
        }

        ModelVersion version = await registry.RegisterAsync(trained, report.ToJson(), commit, runId, labelled, metrics, tags, cancellationToken).ConfigureAwait(false);
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
