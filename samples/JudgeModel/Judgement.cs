using AiInfra.Evaluation;
using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Fairness;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Reports;
using AiInfra.Evaluation.Slices;

namespace JudgeModel;

/// <summary>All that is asked of two models on one table: a the present one, b the one that wants its place.</summary>
internal sealed record Judgement(EvaluationReport A, EvaluationReport B, ComparisonReport Comparison, SliceReport Regressions, ThresholdFit? Fairer)
{
    public GateDecision Decision => B.Gate!;

    public static Judgement Of(JudgedTable table, IReadOnlyList<string> groups, int seed)
    {
        bool classes = table.B.Classes is not null, probabilities = table.B.HasProbabilities, two = table.B.Classes is { Count: 2 };
        EvaluationBuilder plan = new EvaluationBuilder("b instead of a").FindBadSlices();
        plan = probabilities ? plan.LogLoss().Accuracy().RocAuc().Brier().CalibrationError() : classes ? plan.Accuracy().BalancedAccuracy().F1().MatthewsCorrelation() : plan.MeanAbsoluteError().RootMeanSquaredError().RSquared();
        foreach (string column in groups)
        {
            plan.SliceBy(column);
            if (two)
            {
                plan.FairnessBy(column);
            }
        }

        SliceReport regressions = new SliceFinder().FindRegressions(table.B, table.A);
        string main = probabilities ? "logLoss" : classes ? "accuracy" : "mae";
        plan.Gate(gate =>
        {
            gate.BetterThanTrivial(main).BetterThanChampion(main);
            if (probabilities)
            {
                gate.CalibratedWithin(0.05);
            }

            if (two)
            {
                foreach (string column in groups)
                {
                    gate.FairWithin(FairnessCriterion.EqualOpportunity, 0.1, column);
                }
            }

            gate.Require(new NoWorseSlice(regressions));
        });

        var evaluator = new Evaluator(plan.Build(), new EvaluationOptions { Seed = seed });
        return new(
            evaluator.Run(table.A, model: "a") with { Unlabelled = table.Unlabelled, Gate = null },
            evaluator.Run(table.B, table.A, "b", championName: "a") with { Unlabelled = table.Unlabelled },
            evaluator.Compare(table.B, table.A, "b", "a", new ComparisonOptions { Resamples = 500, Seed = (ulong)seed }),
            regressions,
            probabilities && groups.Count > 0 ? Thresholds(table, groups[0], seed) : null);
    }

    // Thresholds that make true positive rates alike can be fitted where every group has rows of both classes.
    private static ThresholdFit? Thresholds(JudgedTable table, string column, int seed)
    {
        string[] groups = [.. table.B.Column(column).Select(v => v.ToString())];
        bool fits = Enumerable.Range(0, groups.Length).GroupBy(i => groups[i], StringComparer.Ordinal).All(g => g.Select(i => table.B.Labels[i]).Distinct().Count() == 2);
        return fits ? new ThresholdOptimizer(new() { Constraint = ThresholdConstraint.EqualOpportunity, Seed = seed }).Fit(table.B, GroupColumn.From(table.B, column)) : null;
    }
}
