namespace AiInfra.Training.Tuning.Samplers;

/// <summary>Refuses studies of several objectives where a rule knows one only.</summary>
internal static class SingleObjective
{
    public static void Require(StudyHistory history, string who)
    {
        if (history.Directions.Count > 1)
        {
            throw new StudyException($"{who} knows one objective, and the study '{history.Name}' has {history.Directions.Count}. Search by {nameof(TpeSampler)} or {nameof(NsgaSampler)}, which know several, and prune nothing.");
        }
    }
}
