using AiInfra.Conformance;
using AiInfra.Support;

namespace AiInfra.Evaluation.Tests.Conformance;

public sealed class FairnessCallsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("demographicParityDifference", """{"method":"to_overall"}""", "0.25")]
    [InlineData("demographicParityRatio", """{"method":"to_overall"}""", "0.5")]
    [InlineData("equalizedOddsDifference", """{"agg":"mean"}""", "0.5")]
    [InlineData("equalizedOddsRatio", """{"agg":"worst_case"}""", "0")]
    [InlineData("equalOpportunityRatio", "{}", "0.5")]
    [InlineData("accuracyDifference", "{}", "0")]
    [InlineData("falsePositiveRateGroupMax", "{}", "0.5")]
    [InlineData("precisionGroupMin", "{}", "0.6666666666666666")]
    [InlineData("groupRatio", """{"metric":"selectionRate"}""", "0.3333333333333333")]
    [InlineData("byGroup", """{"metric":"selectionRate"}""", """{"a":0.75,"b":0.25}""")]
    [InlineData("byGroup", "{}", """{"a":{"trueNegativeRate":0.5,"count":4},"b":{"trueNegativeRate":1,"count":4}}""")]
    public void Run_NamesAndParams_OfFairlearnFiles(string metric, string parameters, string expected)
    {
        string inputs = """{"yTrue":[1,1,0,0,1,1,0,0],"yPred":[1,1,1,0,1,0,0,0],"group":["a","a","a","a","b","b","b","b"]}""";
        File.WriteAllText(Path.Combine(_folder, "cases.json"), $$"""[{"name":"x","metric":"{{metric}}","inputs":{{inputs}},"params":{{parameters}},"expected":{{expected}}}]""");
        var output = new StringWriter();
        Assert.True(new Replay(output).Run([_folder]) == 0, output.ToString());
    }

    public void Dispose() => _folder.Dispose();
}
