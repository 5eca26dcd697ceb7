using System.Globalization;

namespace AiInfra.Training.Recipes.Selection;

/// <summary>The best of those that were judged, or the mean of some of them.</summary>
/// <param name="Members">Who it is; several for a blend.</param>
/// <param name="Why">Why.</param>
/// <param name="Blends">The blends that were compared, with their losses.</param>
internal sealed record Choice(IReadOnlyList<Contestant> Members, string Why, IReadOnlyList<(Contestant Blend, IReadOnlyList<Contestant> Members)> Blends)
{
    // Less than this many standard errors, and less than this share of the loss, is no difference.
    private const double TieErrors = 1;
    private const double TieShare = 0.01;

    public static Choice Of(IReadOnlyList<Contestant> judged, RowLosses losses, bool blend, IReadOnlyList<float>? weights)
    {
        int folds = judged.Max(c => c.Judged.Count);
        Contestant[] full = [.. judged.Where(c => c.Out is null && c.Judged.Count == folds)];
        double Loss(Contestant c) => LossSummary.Of(c.Judged.Select(j => (j.Fold.Judging, j.Losses)), weights).Mean;
        Contestant least = full.MinBy(Loss)!;

        // Of equals the plainest.
        Contestant best = full.Where(c =>
        {
            LossSummary behind = LossSummary.Difference(c, least, weights);
            return c == least || (behind.Mean < TieErrors * behind.Error && Loss(c) <= Loss(least) * (1 + TieShare));
        }).MinBy(c => c.Place)!;
        string why = full.Length == 1 ? "the only one left" : best == least ? "least loss" : $"no worse than {least.Name} by the folds, and plainer";
        (Contestant Blend, IReadOnlyList<Contestant> Members)[] blends = blend ? [.. Subsets(full).Select(m => (Blend(m, losses), m))] : [];
        if (blends.Length > 0 && blends.MinBy(b => Loss(b.Blend)) is var mean)
        {
            LossSummary ahead = LossSummary.Difference(best, mean.Blend, weights);
            if (ahead.Mean > TieErrors * ahead.Error && Loss(mean.Blend) < Loss(best) * (1 - TieShare))
            {
                return new Choice(mean.Members, $"wins by the folds: {Text(Loss(mean.Blend))} against {Text(Loss(best))} of {best.Name}", blends);
            }
        }

        return new Choice([best], why, blends);
    }

    private static IEnumerable<IReadOnlyList<Contestant>> Subsets(Contestant[] all)
    {
        for (int mask = 1; all.Length <= 6 && mask < 1 << all.Length; mask++)
        {
            if (int.PopCount(mask) > 1)
            {
                yield return [.. all.Where((_, i) => (mask & (1 << i)) != 0)];
            }
        }
    }

    private static Contestant Blend(IReadOnlyList<Contestant> members, RowLosses losses)
    {
        var blend = new Contestant($"mean of {string.Join(", ", members.Select(m => m.Name))}", int.MaxValue);
        for (int f = 0; f < members[0].Judged.Count; f++)
        {
            RowFold fold = members[0].Judged[f].Fold;
            var mean = new double[members[0].Judged[f].Answers.Length];
            foreach (Contestant member in members)
            {
                for (int i = 0; i < mean.Length; i++)
                {
                    mean[i] += member.Judged[f].Answers[i] / members.Count;
                }
            }

            blend.Add(fold, mean, losses.Of(mean, fold.Judging));
        }

        return blend;
    }

    private static string Text(double x) => x.ToString("G4", CultureInfo.InvariantCulture);
}
