using System.Text.RegularExpressions;
using AiInfra.Metrics.Text;

namespace AiInfra.Metrics.Tests.Text;

public class AnswerTests
{
    [Theory]
    [InlineData("The  Cat, (an animal)!", "cat animal")]
    [InlineData("a-an the_a theory", "aan thea theory")]
    [InlineData("A.\tThe", "")]
    public void Normalize_Squad_LowerPunctuationArticlesSpaces(string answer, string expected) => Assert.Equal(expected, AnswerNormalizer.Normalize(answer));

    [Fact]
    public void ExactMatch_OneOfSeveralReferences_Counts() => Assert.Equal(0.5, ExactMatch.Of([["a bird", "cat"], ["cat"]], ["the Cat!", "dog"]).Value);

    [Fact]
    public void ExactMatch_HarnessOptions_IgnoreWhatTheySay()
    {
        var options = new AnswerOptions { Ignored = [new Regex("^Answer: ")], IgnoreCase = true, IgnorePunctuation = true, IgnoreNumbers = true };
        Assert.Equal((1.0, 0.0), (ExactMatch.Of(["yes 3"], ["Answer: Yes! 12"], options).Value, ExactMatch.Of(["cat"], ["the cat"], options).Value));
    }

    [Fact]
    public void TokenF1_HalfShared_KnownValue() => Assert.Equal(2 * 0.5 * 1 / 1.5, TokenF1.Of(["the cat"], ["big cat"]).Value, 1e-12);

    [Theory]
    [InlineData("", "", 1)]
    [InlineData("the", "", 1)]
    [InlineData("cat", "", 0)]
    [InlineData("", "cat", 0)]
    public void TokenF1_NoWords_OneOnlyWhenBothHaveNone(string answer, string reference, double expected) => Assert.Equal(expected, TokenF1.Of([reference], [answer]).Value);
}
