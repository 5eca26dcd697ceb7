using AiInfra.Core.Studies;
using AiInfra.Training.Tuning.Samplers;

namespace AiInfra.Training.Tuning.Pruners;

/// <summary>Reports as losses: less is better.</summary>
internal static class ReportSign
{
    /// <summary>What a reported value is multiplied by.</summary>
    /// <exception cref="StudyException">The study has several objectives.</exception>
    public static double Of(StudyHistory history, string pruner)
    {
        SingleObjective.Require(history, pruner);
        return history.Directions[0] == StudyDirection.Maximize ? -1 : 1;
    }
}
