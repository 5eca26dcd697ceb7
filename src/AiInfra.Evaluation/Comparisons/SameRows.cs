using AiInfra.Evaluation.Predictions;

namespace AiInfra.Evaluation.Comparisons;

/// <summary>Whether two sets are of the same rows: as many, with the same ids where both have them, the same true answers and weights.</summary>
internal static class SameRows
{
    public static void Check(PredictionSet champion, PredictionSet challenger)
    {
        if (champion.Task != challenger.Task || champion.Count != challenger.Count)
        {
            throw new ArgumentException($"The models are compared on the same rows: the champion has {champion.Count} of {champion.Task}, the challenger {challenger.Count} of {challenger.Task}.", nameof(challenger));
        }

        if (champion.Classes is { } classes && !classes.Names.SequenceEqual(challenger.Classes!.Names, StringComparer.Ordinal))
        {
            throw new ArgumentException($"The label sets differ: the champion's is {string.Join(", ", classes.Names)}, the challenger's {string.Join(", ", challenger.Classes.Names)}.", nameof(challenger));
        }

        bool haveIds = ((RowIds)champion.Ids).AreGiven && ((RowIds)challenger.Ids).AreGiven;
        for (int i = 0; i < champion.Count; i++)
        {
            if (haveIds && champion.Ids[i] != challenger.Ids[i])
            {
                throw new ArgumentException($"Row {i} is '{champion.Ids[i]}' in the champion's set and '{challenger.Ids[i]}' in the challenger's; both must be of the same rows in the same order.", nameof(challenger));
            }

            if (champion[i].Label != challenger[i].Label || champion[i].Truth != challenger[i].Truth || champion[i].Weight != challenger[i].Weight)
            {
                throw new ArgumentException($"Row {i} has another true answer or weight in the challenger's set than in the champion's; both must be of the same rows in the same order.", nameof(challenger));
            }
        }
    }
}
