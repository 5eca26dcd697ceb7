using AiInfra.Evaluation;
using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Reports;
using AiInfra.Evaluation.Slices;

namespace JudgeModel;

/// <summary>All that is asked of two models on one table.</summary>
internal sealed record Judgement(EvaluationReport A, EvaluationReport B, ComparisonReport Comparison, SliceReport Regressions)
{
    public static Judgement Of(JudgedTable table, IReadOnlyList<string> groups, int seed)
    {
        bool classes = table.B.Classes is not null;
        EvaluationBuilder plan = new EvaluationBuilder("new model");
        plan = classes ? plan.Accuracy().RocAuc().LogLoss().Brier().CalibrationError() : plan.MeanAbsoluteError().RootMeanSquaredError().RSquared();
        string main = classes ? "logLoss" : "mae";
        foreach (string column in groups)
        {
            plan.SliceBy(column);
        }

        plan.Gate(gate =>
        {
            gate.BetterThanTrivial(main).BetterThanChampion(main);
            if (classes)
            {
                gate.CalibratedWithin(0.05);
            }
        });

        var evaluator = new Evaluator(plan.Build(), new EvaluationOptions { Seed = seed });
        SliceReport regressions = new SliceFinder().FindRegressions(table.A, table.B);
        return new(
            evaluator.Run(table.A, model: "a", dataset: null) with { Unlabelled = table.Unlabelled, Gate = null },
            evaluator.Run(table.B, table.A, "b", championName: "a") with { Unlabelled = table.Unlabelled },
            evaluator.Compare(table.A, table.B, "a", "b", new ComparisonOptions { Resamples = 500, Seed = (ulong)seed }),
            regressions);
    }
}
