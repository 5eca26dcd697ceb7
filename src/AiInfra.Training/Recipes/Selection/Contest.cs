using System.Diagnostics;
using AiInfra.Core.Rows;

namespace AiInfra.Training.Recipes.Selection;

/// <summary>Candidates judged on the same folds, by the files that would be served, until the folds or the time are over.</summary>
internal sealed class Contest(TrainingRequest request, RowLosses losses, int[] rows, IReadOnlyList<(Contestant Contestant, ITrainingRecipe Recipe)> candidates, bool blend, TimeSpan budget, TimeProvider time)
{
    // So many standard errors behind the best, and so much more loss, that more folds would not change it.
    private const double HopelessErrors = 4;
    private const double HopelessShare = 1.1;
    private const double HopelessInAMean = 1.25;
    private const double HopelessOnAPart = 1.3;
    private readonly long _start = time.GetTimestamp();

    /// <summary>What was cut short, in words.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Folds that everybody who is still there was judged on.</summary>
    public int Folds { get; private set; }

    private IEnumerable<(Contestant Contestant, ITrainingRecipe Recipe)> Running => candidates.Where(c => c.Contestant.Out is null);

    private TimeSpan Left => budget - time.GetElapsedTime(_start);

    /// <summary>A first look on a part of the rows.</summary>
    public async Task ScreenAsync(RowFold part, CancellationToken cancellationToken)
    {
        if (Running.Skip(1).Any() && await JudgeAsync(part, cancellationToken).ConfigureAwait(false))
        {
            DropHopeless(HopelessOnAPart, $"on {part.Learned.Length} rows");
        }

        foreach ((Contestant contestant, _) in candidates)
        {
            contestant.Forget(part);
        }
    }

    /// <summary>All folds, or as many as the time allows.</summary>
    public async Task RunAsync(IReadOnlyList<RowFold> folds, CancellationToken cancellationToken)
    {
        foreach (RowFold fold in folds)
        {
            if (!Running.Any())
            {
                return;
            }

            if (Folds > 0 && Left <= TimeSpan.Zero)
            {
                Cut($"{Folds} of {folds.Count} folds judged");
                return;
            }

            if (losses.Task == ModelTask.Classification && fold.Learned.Select(i => request.Rows[request.Target][rows[i]]).Distinct().Take(2).Count() < 2)
            {
                Notes.Add($"{fold.Name} is left out: the rows to learn from are of one class");
                continue;
            }

            if (!await JudgeAsync(fold, cancellationToken).ConfigureAwait(false))
            {
                if (Folds > 0)
                {
                    foreach ((Contestant contestant, _) in candidates)
                    {
                        contestant.Forget(fold);
                    }
                }

                Cut($"{Folds} of {folds.Count} folds judged in full");
                return;
            }

            Folds++;
            DropHopeless(blend ? HopelessInAMean : HopelessShare, $"after {Folds} {(Folds == 1 ? "fold" : "folds")}");
        }
    }

    /// <summary>Whether all were judged before the time was over.</summary>
    private async Task<bool> JudgeAsync(RowFold fold, CancellationToken cancellationToken)
    {
        RowBatch learned = request.Rows.Take(Array.ConvertAll(fold.Learned, i => rows[i]));
        RowBatch judging = request.Rows.Take(Array.ConvertAll(fold.Judging, i => rows[i]));
        float[]? weights = request.Weights is { } given ? Array.ConvertAll(fold.Learned, i => given[rows[i]]) : null;
        bool all = true;
        foreach ((Contestant contestant, ITrainingRecipe recipe) in Running.ToArray())
        {
            // The first, the plainest, is judged however long it takes: there is always an answer.
            bool first = !candidates.Any(c => c.Contestant.Judged.Count > 0);
            if (!first && Left <= TimeSpan.Zero)
            {
                all = false;
                break;
            }

            using var over = new CancellationTokenSource(first ? Timeout.InfiniteTimeSpan : Left, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
            long started = Stopwatch.GetTimestamp();
            try
            {
                TrainedModel model = await recipe.TrainAsync(
                    new TrainingRequest { Rows = learned, Target = request.Target, Task = request.Task, Without = request.Without, Weights = weights, Seed = request.Seed, Order = request.Order, RunId = "" }, either.Token).ConfigureAwait(false)
                    ?? throw new SelectionException("It gave no model (null).");
                if (model.Runtime is { } runtime)
                {
                    throw new SelectionException($"It gives files for the runtime '{runtime}'; ONNX files are judged here.");
                }

                using var answers = new JudgedFile(model.Onnx, request.Task);
                double[] aligned = losses.Aligned(answers.Of(judging), answers.Classes, fold);
                contestant.Add(fold, aligned, losses.Of(aligned, fold.Judging));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                all = false;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                (contestant.Out, contestant.Error) = ($"failed on {fold.Name}: {e.Message}", e);
            }
            finally
            {
                contestant.Time += Stopwatch.GetElapsedTime(started);
            }

            if (!all)
            {
                break;
            }
        }

        return all;
    }

    private void Cut(string what)
    {
        Notes.Add(FormattableString.Invariant($"the budget of {budget.TotalSeconds:0.###} s is over: {what}, so that another machine may choose otherwise"));
    }

    private void DropHopeless(double share, string when)
    {
        IReadOnlyList<float>? weights = request.Weights is { } given ? Array.ConvertAll(rows, i => given[i]) : null;
        Contestant[] judged = [.. Running.Select(c => c.Contestant).Where(c => c.Judged.Count > 0)];
        if (judged.Length < 2)
        {
            return;
        }

        double Loss(Contestant c) => LossSummary.Of(c.Judged.Select(j => (j.Fold.Judging, j.Losses)), weights).Mean;
        Contestant best = judged.MinBy(Loss)!;
        foreach (Contestant other in judged.Where(c => c != best))
        {
            LossSummary behind = LossSummary.Difference(other, best, weights);
            if (behind.Mean > HopelessErrors * behind.Error && Loss(other) > share * Loss(best))
            {
                other.Out = $"hopeless {when}: {Text(Loss(other))} against {Text(Loss(best))} of {best.Name}";
            }
        }
    }

    private static string Text(double x) => x.ToString("G4", System.Globalization.CultureInfo.InvariantCulture);
}
