using AiInfra.Evaluation.Predictions;

namespace AiInfra.Evaluation.Comparisons;

/// <summary>Whether two sets are of the same rows: as many, with the same ids where both have them, the same true answers and weights.</summary>
internal static class SameRows
{
    public static void Check(PredictionSet candidate, PredictionSet champion)
    {
        if (champion.Task != candidate.Task || champion.Count != candidate.Count)
        {
            throw new ArgumentException($"The models are compared on the same rows: the champion has {champion.Count} of {champion.Task}, the candidate {candidate.Count} of {candidate.Task}.", nameof(candidate));
        }

        if (champion.Classes is { } classes && !classes.Names.SequenceEqual(candidate.Classes!.Names, StringComparer.Ordinal))
        {
            throw new ArgumentException($"The label sets differ: the champion's is {string.Join(", ", classes.Names)}, the candidate's {string.Join(", ", candidate.Classes.Names)}.", nameof(candidate));
        }

        bool haveIds = ((RowIds)champion.Ids).AreGiven && ((RowIds)candidate.Ids).AreGiven;
        for (int i = 0; i < champion.Count; i++)
        {
            if (haveIds && champion.Ids[i] != candidate.Ids[i])
            {
                throw new ArgumentException($"Row {i} is '{champion.Ids[i]}' in the champion's set and '{candidate.Ids[i]}' in the candidate's; both must be of the same rows in the same order.", nameof(candidate));
            }

            if (champion[i].Label != candidate[i].Label || champion[i].Truth != candidate[i].Truth || champion[i].Weight != candidate[i].Weight)
            {
                throw new ArgumentException($"Row {i} has another true answer or weight in the candidate's set than in the champion's; both must be of the same rows in the same order.", nameof(candidate));
            }
        }
    }
}
