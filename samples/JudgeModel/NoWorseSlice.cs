using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Slices;

namespace JudgeModel;

/// <summary>A condition of one's own: no slice that can be found is worse with the new model than with the present one.</summary>
/// <param name="found">What <see cref="SliceFinder.FindRegressions"/> found: searched once, for the gate and the summary.</param>
internal sealed class NoWorseSlice(SliceReport found) : IGateCondition
{
    public string Description => "no slice found that is worse than with the champion";

    public ConditionResult Check(GateContext context)
    {
        if (context.Champion is null)
        {
            return new(Description, Verdict.Pass, "there is no champion yet to compare with");
        }

        return found.Tested == 0
            ? new(Description, Verdict.NotEnoughEvidence, $"no slice could be tested: one needs {found.Floor} rows, and there are {found.Rows}") { Rows = found.Rows }
            : found.Slices.Count == 0
            ? new(Description, Verdict.Pass, $"{found.Tested} slices were tested") { Rows = found.Rows }
            : new(Description, Verdict.Fail, $"{found.Slices[0].Condition} costs {found.Slices[0].Loss:0.###} more a row on {found.Slices[0].Count} rows{More(found.Slices.Count - 1)}") { Observed = found.Slices[0].Loss, Rows = found.Slices[0].Count };
    }

    private static string More(int slices) => slices switch { 0 => "", 1 => ", and 1 more slice", _ => $", and {slices} more slices" };
}
