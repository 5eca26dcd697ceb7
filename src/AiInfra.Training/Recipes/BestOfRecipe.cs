using System.Globalization;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Training.Recipes.Selection;
using AiInfra.Training.Tabular;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AiInfra.Training.Recipes;

/// <summary>
/// Trains by the best of several recipes: all are judged on the same folds by the ONNX files they give, and the best one, or the mean of several where that wins, is trained on all rows.
/// A candidate that fails is reported with its error, and the others go on. The table of the contest stands in <see cref="TrainedModel.Report"/> and <see cref="TrainedModel.Candidates"/>, and in the run's metrics and tags.
/// </summary>
/// <param name="candidates">The recipes, plain ones first.</param>
/// <param name="options">How; null takes the defaults.</param>
/// <param name="runs">Where the contest, and the metrics of the last training, are kept; null keeps none.</param>
/// <param name="logger">Where it is written about.</param>
/// <param name="time">Clock of the budget.</param>
public sealed partial class BestOfRecipe(
    IReadOnlyList<RecipeCandidate> candidates, BestOfOptions? options = null, IRunStore? runs = null, ILogger<BestOfRecipe>? logger = null, TimeProvider? time = null) : ITrainingRecipe
{
    private const int ManyRows = 20_000;
    private const int EnoughJudged = 2000;
    private const int LeastRows = 10;

    // Trainings in the order of time are many: so many rows, the newest, say who is best.
    private const int MostRowsInTime = 4000;
    private readonly BestOfOptions _options = (options ?? new BestOfOptions()).Checked(nameof(options));
    private readonly RecipeCandidate[] _candidates = Known(candidates, options);
    private readonly ILogger _logger = logger ?? NullLogger<BestOfRecipe>.Instance;
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly HashSet<string> _told = [];

    /// <summary>Over the candidates that a host knows: the linear model, the network (as the training's options say), and those that are registered as <see cref="IRecipeCandidate"/>, such as trees (<c>AddTrees()</c>). One registered under the name of another takes its place.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="training">Name of the training.</param>
    /// <param name="options">How; null takes those that the host has under the training's name, or the defaults.</param>
    public static BestOfRecipe From(IServiceProvider services, string training, BestOfOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(training);
        IEnumerable<IRecipeCandidate> known = new IRecipeCandidate[] { new LinearCandidate(), new NetworkCandidate() }.Concat(services.GetServices<IRecipeCandidate>());
        return new BestOfRecipe(
            [.. known.GroupBy(c => c.Name).Select(g => g.Last()).OrderBy(c => c.Rank).Select(c => new RecipeCandidate(c.Name, runs => c.Create(services, training, runs)))],
            options ?? services.GetService<IOptionsMonitor<BestOfOptions>>()?.Get(training),
            services.GetService<ICatalog>()?.Runs,
            services.GetService<ILogger<BestOfRecipe>>(),
            services.GetService<TimeProvider>());
    }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string> Parameters
    {
        get
        {
            var parameters = new Dictionary<string, string>
            {
                ["recipe"] = "best-of",
                ["candidates"] = string.Join(", ", _candidates.Select(c => c.Name)),
                ["metric"] = _options.Metric.ToString(),
                ["folds"] = Text(_options.Folds),
                ["repeats"] = Text(_options.Repeats),
                ["budget"] = _options.Budget?.ToString("c", CultureInfo.InvariantCulture) ?? "by the order of the rows",
                ["blend"] = _options.Blend?.ToString() ?? "by the order of the rows",
                ["order"] = _options.Order?.ToString() ?? "as asked for",
            };
            foreach (RecipeCandidate candidate in _candidates)
            {
                if (Made(candidate, null, out _) is { } recipe)
                {
                    foreach ((string name, string value) in recipe.Parameters.Where(p => p.Key != "recipe"))
                    {
                        parameters[$"{candidate.Name}.{name}"] = value;
                    }
                }
            }

            return parameters;
        }
    }

    /// <inheritdoc />
    /// <exception cref="SelectionException">All candidates failed; the message has all reasons.</exception>
    /// <exception cref="TabularException">The rows can't be learned from.</exception>
    /// <exception cref="EncodingException">There is one class only.</exception>
    public async Task<TrainedModel> TrainAsync(TrainingRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        int[] rows = TargetRows.Of(request.Rows, request.Target, request.Weights);
        ColumnData targets = request.Rows[request.Target].Take(rows);
        TargetRows.CheckKind(targets, request.Target, request.Task);
        if (request.Task == ModelTask.Classification)
        {
            // One class is refused here, once, and not by every candidate.
            _ = LabelEncoder.Fit(targets.AsValues());
        }

        bool inTime = (_options.Order ?? request.Order) == RowOrder.Time;
        request = request with { Order = inTime ? RowOrder.Time : RowOrder.None };
        var losses = new RowLosses(targets, request.Task, _options.Metric);
        float[]? weights = request.Weights is { } given ? Array.ConvertAll(rows, i => given[i]) : null;
        var contestants = new List<(Contestant Contestant, ITrainingRecipe Recipe)>();
        var all = new List<Contestant>();
        for (int i = 0; i < _candidates.Length; i++)
        {
            var contestant = new Contestant(_candidates[i].Name, i);
            all.Add(contestant);
            if (Made(_candidates[i], null, out Exception? error) is { } recipe)
            {
                contestants.Add((contestant, recipe));
            }
            else
            {
                (contestant.Out, contestant.Error) = ($"can't be had here: {error!.Message}", error);
            }
        }

        if (all.Find(c => c.Name == request.Candidate && c.Out is null) is { } known)
        {
            // Nothing is judged: who asks knows who is best.
            all.Where(c => c != known).ToList().ForEach(c => c.Out ??= $"not tried: {known.Name} was chosen before");
            return await FinishAsync(request, new Choice([known], "chosen before", []), [], all, losses, new Contest(request, losses, rows, contestants, false, TimeSpan.Zero, _time), "not judged", weights, cancellationToken).ConfigureAwait(false);
        }

        TimeSpan budget = _options.Budget ?? (inTime ? TimeSpan.FromSeconds(20) : TimeSpan.FromMinutes(2));
        var contest = new Contest(request, losses, rows, contestants, _options.Blend ?? !inTime, budget, _time);
        IReadOnlyList<RowFold> folds = Folds(targets, request, inTime, out string how);
        if (contestants.Count > 1 && folds.Count > 0)
        {
            if (!inTime && _options.ScreenRows > 0 && rows.Length > 2 * _options.ScreenRows)
            {
                await contest.ScreenAsync(Part(rows.Length, request.Seed), cancellationToken).ConfigureAwait(false);
            }

            await contest.RunAsync(folds, cancellationToken).ConfigureAwait(false);
        }

        Tell(all);
        Contestant[] judged = [.. all.Where(c => c.Out is null && c.Judged.Count > 0)];
        Choice choice = judged.Length > 0 ? Choice.Of(judged, losses, _options.Blend ?? !inTime, weights)
            : all.Find(c => c.Out is null) is { } plainest ? new Choice([plainest], contestants.Count == 1 ? "the only candidate" : $"not judged: {(folds.Count == 0 ? $"{rows.Length} rows are too few to" : "no fold could")}; it is the plainest", [])
            : throw Failed(all);
        return await FinishAsync(request, choice, judged, all, losses, contest, how, weights, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Trains what was chosen on all rows; where that fails, what comes next.</summary>
    private async Task<TrainedModel> FinishAsync(
        TrainingRequest request, Choice choice, Contestant[] judged, List<Contestant> all, RowLosses losses, Contest contest, string how, float[]? weights, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var trained = new List<(string Name, TrainedModel Model)>();
                foreach (Contestant member in choice.Members)
                {
                    ITrainingRecipe recipe = Made(_candidates[member.Place], request.RunId.Length > 0 ? runs : null, out Exception? error) ?? throw error!;
                    trained.Add((member.Name, await recipe.TrainAsync(request, cancellationToken).ConfigureAwait(false)));
                }

                TrainedModel model = trained.Count == 1
                    ? trained[0].Model
                    : new TrainedModel(BlendGraph.Of([.. trained.Select(t => (t.Name, t.Model.Onnx))], request.Task, request.Target), trained[0].Model.Encoder, string.Join("\n", trained.Select(t => $"{t.Name}:\n{t.Model.Report}")));
                CandidateScore[] scores = Scores(choice, all, weights);
                string report = SelectionReport.Of(scores, losses.Metric, how, contest.Notes);
                LogChosen(_logger, request.Target, string.Join(" and ", choice.Members.Select(m => m.Name)), report);
                await NoteAsync(request, scores, contest, cancellationToken).ConfigureAwait(false);
                return model with { Report = $"{report}\n{model.Report}", Candidates = scores };
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                string names = string.Join(", ", choice.Members.Select(m => m.Name));
                foreach (Contestant member in choice.Members)
                {
                    (member.Out, member.Error) = ($"failed on all rows: {e.Message}", e);
                }

                // A blend may fail though its members do not: the best of them is tried alone.
                bool wasBlend = choice.Members.Count > 1;
                if (wasBlend)
                {
                    contest.Notes.Add($"the mean of {names} could not be made: {e.Message.TrimEnd('.')}");
                    foreach (Contestant member in choice.Members)
                    {
                        (member.Out, member.Error) = (null, null);
                    }
                }

                Contestant[] left = [.. judged.Where(c => c.Out is null)];
                choice = left.Length > 0 ? Choice.Of(left, losses, blend: false, weights)
                    : all.Find(c => c.Error is null) is { } next ? new Choice([next], "the best one failed on all rows, and no better one is left", []) : throw Failed(all);
            }
        }
    }

    private static CandidateScore[] Scores(Choice choice, List<Contestant> all, float[]? weights)
    {
        CandidateScore Of(Contestant c, bool chosen, string why)
        {
            if (c.Judged.Count == 0)
            {
                return new CandidateScore(c.Name, double.NaN, double.NaN, double.NaN, 0, c.Time, chosen, why);
            }

            var loss = LossSummary.Of(c.Judged.Select(j => (j.Fold.Judging, j.Losses)), weights);
            return new CandidateScore(c.Name, loss.Mean, loss.Low, loss.High, c.Judged.Count, c.Time, chosen, why);
        }

        bool blend = choice.Members.Count > 1;
        return
        [
            .. all.Select(c => Of(c, !blend && choice.Members[0] == c, !blend && choice.Members[0] == c ? choice.Why : c.Out ?? (c.Judged.Count == 0 ? "not judged: the budget was over" : blend && choice.Members.Contains(c) ? "part of the mean" : ""))),
            .. choice.Blends.Select(b => Of(b.Blend, blend && b.Members.SequenceEqual(choice.Members), blend && b.Members.SequenceEqual(choice.Members) ? choice.Why : "")),
        ];
    }

    private async Task NoteAsync(TrainingRequest request, CandidateScore[] scores, Contest contest, CancellationToken cancellationToken)
    {
        if (runs is null || request.RunId.Length == 0)
        {
            return;
        }

        DateTimeOffset now = _time.GetUtcNow();
        await runs.AddMetricsAsync(
            request.RunId,
            [.. scores.SelectMany(s => new[]
            {
                new MetricPoint($"best-of/{s.Name}/loss", s.Loss, 0, now), new MetricPoint($"best-of/{s.Name}/low", s.Low, 0, now),
                new MetricPoint($"best-of/{s.Name}/high", s.High, 0, now), new MetricPoint($"best-of/{s.Name}/seconds", s.Time.TotalSeconds, 0, now),
            }).Where(p => double.IsFinite(p.Value))],
            cancellationToken).ConfigureAwait(false);
        var tags = scores.Where(s => s.Why.Length > 0).ToDictionary(s => $"best-of/{s.Name}", s => (string?)(s.IsChosen ? $"chosen: {s.Why}" : s.Why));
        tags["best-of"] = scores.Single(s => s.IsChosen).Name;
        tags["best-of/estimate"] = "cross-validated; that of the chosen one is a little too good";
        if (contest.Notes.Count > 0)
        {
            tags["best-of/notes"] = string.Join("; ", contest.Notes);
        }

        await runs.SetTagsAsync(request.RunId, tags, cancellationToken).ConfigureAwait(false);
    }

    private IReadOnlyList<RowFold> Folds(ColumnData targets, TrainingRequest request, bool inTime, out string how)
    {
        int count = targets.Count;
        if (count < LeastRows)
        {
            how = "not judged";
            return [];
        }

        if (inTime)
        {
            RowFold[] stretches = [.. RowFold.InTime(count, _options.Folds ?? 2, MostRowsInTime)];
            how = $"judged on {stretches.Length} stretches of the newest rows by what was before them";
            return stretches;
        }

        int folds = Math.Max(2, _options.Folds ?? (count >= ManyRows ? 3 : 5));
        int repeats = _options.Repeats ?? Math.Clamp(EnoughJudged / count, 1, 3);
        how = $"estimated by {Math.Min(folds, count / 2)}-fold cross-validation{(repeats > 1 ? $", {repeats} times" : "")}";
        return [.. RowFold.Dealt(targets, request.Task, folds, repeats, request.Seed)];
    }

    private RowFold Part(int count, long seed)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        int judging = Math.Max(1, _options.ScreenRows / 2);
        new Random(unchecked((int)(seed ^ (seed >> 32)) + 17)).Shuffle(order);
        return new RowFold("the first look", [.. order[..^judging][^Math.Min(_options.ScreenRows, count - judging)..].Order()], [.. order[^judging..].Order()]);
    }

    private static ITrainingRecipe? Made(RecipeCandidate candidate, IRunStore? runs, out Exception? error)
    {
        try
        {
            error = null;
            return candidate.Create(runs) ?? throw new SelectionException($"Candidate '{candidate.Name}' made no recipe (null).");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            error = e;
            return null;
        }
    }

    /// <summary>Failures are warned about once; every report has them.</summary>
    private void Tell(List<Contestant> all)
    {
        foreach (Contestant failed in all.Where(c => c.Error is not null))
        {
            bool first;
            lock (_told)
            {
                first = _told.Add(failed.Name);
            }

            if (first)
            {
                LogFailed(_logger, failed.Error, failed.Name, failed.Out!);
            }
        }
    }

    private static SelectionException Failed(List<Contestant> all) => new(
        $"All {all.Count} candidates failed. {string.Join(" ", all.GroupBy(c => c.Out!.TrimEnd('.', '\n')).Select(g => $"{string.Join(", ", g.Select(c => c.Name))}: {g.Key}."))}",
        all.Find(c => c.Error is not null)?.Error);

    private static RecipeCandidate[] Known(IReadOnlyList<RecipeCandidate> candidates, BestOfOptions? options)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        string names = string.Join(", ", candidates.Select(c => c.Name));
        if (candidates.Count == 0 || candidates.Select(c => c.Name).Distinct().Count() < candidates.Count)
        {
            throw new ArgumentException(candidates.Count == 0 ? "There are no candidates." : $"Two candidates have one name: {names}.", nameof(candidates));
        }

        string[] strange = [.. (options?.Candidates ?? []).Where(n => candidates.All(c => c.Name != n))];
        return strange.Length > 0
            ? throw new ArgumentException($"There is no candidate {string.Join(", ", strange)}; there are {names}. Trees come with the package AiInfra.Trees: AddTrees().", nameof(options))
            : [.. candidates.Where(c => options?.Candidates is not { } chosen || chosen.Contains(c.Name))];
    }

    private static string Text(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "by the rows";

    [LoggerMessage(5040, LogLevel.Information, "'{Target}' is learned by {Chosen}.\n{Report}")]
    private static partial void LogChosen(ILogger logger, string target, string chosen, string report);

    [LoggerMessage(5041, LogLevel.Warning, "Candidate {Name} {Why} The others are tried; this is told once.")]
    private static partial void LogFailed(ILogger logger, Exception? error, string name, string why);
}
