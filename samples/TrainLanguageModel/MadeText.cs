using System.Text;

namespace TrainLanguageModel;

/// <summary>A text made by a small grammar, whose verbs agree with their subjects and whose sums are right.</summary>
internal static class MadeText
{
    private static readonly string[] Animals = ["cat", "dog", "owl", "fox", "horse", "mouse", "goose", "hare"];
    private static readonly string[] Many = ["cats", "dogs", "owls", "foxes", "horses", "mice", "geese", "hares"];
    private static readonly string[] Looks = ["small", "old", "quick", "quiet", "brown", "sleepy", "clever"];
    private static readonly string[] Places = ["in the garden", "by the river", "under the oak", "behind the barn", "on the hill"];
    private static readonly (string One, string More)[] Deeds = [("sees", "see"), ("follows", "follow"), ("likes", "like"), ("wakes", "wake"), ("hears", "hear")];

    public static string Write(int characters, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder(characters + 100);
        while (text.Length < characters)
        {
            text.Append(random.Next(5) == 0 ? Sum(random) : Sentence(random)).Append(random.Next(6) == 0 ? '\n' : ' ');
        }

        return text.ToString();
    }

    private static string Sentence(Random random)
    {
        bool one = random.Next(2) == 0;
        (string single, string several) = Pick(random, Deeds);
        string subject = $"{(one ? "The" : "Two")} {Pick(random, Looks)} {Pick(random, one ? Animals : Many)}";
        string place = random.Next(2) == 0 ? $" {Pick(random, Places)}" : "";
        return $"{subject}{place} {(one ? single : several)} the {Pick(random, Looks)} {Pick(random, Animals)}.";
    }

    private static string Sum(Random random)
    {
        (int a, int b) = (random.Next(10), random.Next(10));
        return $"{a} and {b} make {a + b}.";
    }

    private static T Pick<T>(Random random, T[] of) => of[random.Next(of.Length)];
}
