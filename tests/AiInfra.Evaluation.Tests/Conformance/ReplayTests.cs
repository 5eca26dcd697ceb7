using AiInfra.Conformance;
using AiInfra.Support;

namespace AiInfra.Evaluation.Tests.Conformance;

public sealed class ReplayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Run_OwnFacts_NothingFails()
    {
        var output = new StringWriter();
        Assert.True(new Replay(output).Run([Path.Combine(AppContext.BaseDirectory, "facts")]) == 0, output.ToString());
    }

    [Fact]
    public void Run_SharedReference_NothingFails()
    {
        string shared = SharedData.RequireShared("reference");
        var output = new StringWriter();
        Assert.True(new Replay(output).Run([shared]) == 0, output.ToString());
    }

    // Expected: SciPy 1.10.1, statsmodels 0.13.5, nltk 3.8.
    [Theory]
    [InlineData("krippendorffAlphaInterval", """{"annotations":[["a","1",1],["b","1",2],["a","2",3],["b","2",3],["c","2",5],["a","3",1]]}""", """{"level":"interval"}""", "0.5454545454545454")]
    [InlineData("krippendorffAlphaNominal", """{"annotations":[["a","1",1],["b","1",2],["a","2",3],["b","2",3],["c","2",5],["a","3",1]]}""", """{"level":"nominal"}""", "0.11111111111111105")]
    [InlineData("mannWhitneyU", """{"reference":[1.1,2.4,0.3,3.3,5.2,2.2,4.1],"current":[2.0,4.4,3.9,6.1,7.7,5.5]}""", """{"method":"exact","alternative":"less"}""", """{"statistic":8,"pValue":0.03671328671328671}""")]
    [InlineData("kolmogorovSmirnov", """{"reference":[1.1,2.4,0.3,3.3,5.2,2.2,4.1],"current":[2.0,4.4,3.9,6.1,7.7,5.5]}""", """{"method":"exact","alternative":"greater"}""", """{"statistic":0.5476190476190477,"pValue":0.10606060606060606}""")]
    [InlineData("welchT", """{"reference":[1.1,2.4,0.3,3.3,5.2,2.2,4.1],"current":[2.0,4.4,3.9,6.1,7.7,5.5]}""", """{"alternative":"less"}""", """{"statistic":-2.2181225234770956,"pValue":0.02540898081809245}""")]
    [InlineData("adjustPValues", """{"pValues":[0.01,0.04,0.03,0.005,0.55,0.2]}""", """{"method":"bonferroni","alpha":0.05}""", """{"adjusted":[0.06,0.24,0.18,0.03,1.0,1.0],"reject":[false,false,false,true,false,false]}""")]
    [InlineData("proportionInterval", """{"successes":8,"trials":10}""", """{"method":"jeffreys","confidence":0.95}""", """{"low":0.497225503560007,"high":0.9559405864473692}""")]
    [InlineData("wasserstein", """{"reference":[0,1,3],"referenceWeights":[3,1,0],"current":[5,6,8],"currentWeights":[2,1,4]}""", "{}", "6.607142857142858")]
    [InlineData("chiSquareTwoSample", """{"referenceCounts":[12,5],"currentCounts":[7,19]}""", """{"correction":true}""", """{"statistic":6.274940213939829,"pValue":0.012245725251445815,"degreesOfFreedom":1}""")]
    // Expected: scikit-learn 1.2.1.
    [InlineData("confusionMatrix", """{"yTrue":["b","a","b"],"yPred":["b","b","c"]}""", """{"labels":["c","b","a"]}""", "[[0,0,0],[1,1,0],[0,1,0]]")]
    [InlineData("confusionMatrix", """{"yTrue":[1,1,0],"yPred":[1,0,0]}""", """{"normalize":"true"}""", "[[1,0],[0.5,0.5]]")]
    [InlineData("recall", """{"yTrue":[3,1,2,1],"yPred":[3,2,2,1]}""", """{"average":null,"zeroDivision":0}""", "[0.5,1,1]")]
    [InlineData("recall", """{"yTrue":[3,1,2,1],"yPred":[3,2,2,1]}""", """{"average":"micro","labels":[1,2],"zeroDivision":0}""", "0.6666666666666666")]
    [InlineData("precision", """{"yTrue":[1,2,2,1],"yPred":[1,1,2,2]}""", """{"average":"binary","posLabel":1}""", "0.5")]
    [InlineData("f1", """{"yTrue":["no","yes"],"yPred":["no","no"]}""", """{"average":"binary","posLabel":"no"}""", "0.6666666666666666")]
    [InlineData("accuracy", """{"yTrue":[1,0,1],"yPred":[1.0,0.0,0.0]}""", "{}", "0.6666666666666666")]
    [InlineData("f1", """{"yTrue":[0,1,2],"yPred":[0,1,1],"sampleWeight":[1,1,0]}""", """{"average":"macro"}""", "0.6666666666666666")]
    [InlineData("rocAuc", """{"yTrue":[-1,1,1,-1],"score":[0.1,0.4,0.35,0.38]}""", "{}", "0.75")]
    [InlineData("rocAuc", """{"yTrue":["no","yes","yes","no"],"score":[0.1,0.4,0.35,0.38]}""", "{}", "0.75")]
    [InlineData("rocAuc", """{"yTrue":[0,0,1,1],"score":[0.1,0.4,0.35,0.8]}""", """{"maxFpr":0.5}""", "0.6666666666666667")]
    [InlineData("rocCurve", """{"yTrue":[0,1],"score":[0.2,0.7]}""", """{"dropIntermediate":true}""", """{"fpr":[0,0,1],"tpr":[0,1,1],"thresholds":[1.7,0.7,0.2]}""")]
    [InlineData("topKAccuracy", """{"yTrue":["c","a"],"probabilities":[[0.5,0.3,0.2],[0.2,0.5,0.3]]}""", """{"k":2,"labels":["a","b","c"]}""", "0")]
    [InlineData("logLossMulticlass", """{"yTrue":[3,1,2],"probabilities":[[0.2,0.3,0.5],[0.6,0.2,0.2],[0.1,0.8,0.1]]}""", "{}", "0.47570545188004854")]
    [InlineData("mae", """{"yTrue":[[1,2],[3,4]],"yPred":[[2,2],[3,6]]}""", """{"multioutput":[0.25,0.75]}""", "0.875")]
    [InlineData("averagePrecision", """{"yTrue":[0,0],"score":[0.1,0.4]}""", "{}", "0")]
    public void Run_ParametersThatFilesMayHave_AreTaken(string metric, string inputs, string parameters, string expected)
    {
        (int exit, string text) = Run($$"""[{"name":"a/1","metric":"{{metric}}","inputs":{{inputs}},"params":{{parameters}},"expected":{{expected}}}]""");
        Assert.True(exit == 0, text);
    }

    [Fact]
    public void Run_WrongExpectation_FailsAndSaysBoth()
    {
        (int exit, string text) = Run("""[{"name":"a/1","metric":"accuracy","inputs":{"yTrue":[0,1],"yPred":[0,0]},"params":{},"expected":0.75}]""");
        Assert.Equal(1, exit);
        Assert.Contains("a/1: 0.75 is expected, 0.5 was answered", text);
        Assert.EndsWith("0 passed, 1 failed", text.TrimEnd());
    }

    // The true values are 100: texts agree on their own scale, all else relative to its size.
    [Theory]
    [InlineData("""{"metric":"corpusBleu","inputs":{"hypotheses":["a b c d e"],"references":[["a b c d e"]]},"params":{},"expected":100.00000001}""", 1)]
    [InlineData("""{"metric":"corpusBleu","inputs":{"hypotheses":["a b c d e"],"references":[["a b c d e"]]},"params":{},"expected":100.0000000005}""", 0)]
    [InlineData("""{"metric":"mse","inputs":{"yTrue":[0,0],"yPred":[10,10]},"params":{},"expected":100.00000001}""", 0)]
    [InlineData("""{"metric":"mse","inputs":{"yTrue":[0,0],"yPred":[10,10]},"params":{},"expected":100.000001}""", 1)]
    public void Run_SmallDifference_JudgedOnItsScale(string reference, int expected) => Assert.Equal(expected, Run($"[{reference}]").Exit);

    [Fact]
    public void Run_RightExpectation_Passes()
    {
        (int exit, string text) = Run("""[{"name":"a/1","metric":"cohenKappa","inputs":{"yTrue":[1,1],"yPred":[1,1]},"params":{},"expected":"NaN"}]""");
        Assert.Equal((0, "1 passed, 0 failed"), (exit, text.TrimEnd().Split('\n')[^1]));
    }

    [Theory]
    [InlineData("""{"name":"a/1","metric":"accuracy","inputs":{"yTrue":[0],"yPred":[0]},"params":{}}""", "without metric, inputs or expected")]
    [InlineData("""{"name":"a/1","metric":"accuracy","inputs":{"yTrue":[0],"yPred":[0]},"params":{},"expected":"high"}""", "'high' is expected")]
    [InlineData("""{"name":"a/1","metric":"accuracy","inputs":{"yTrue":[0],"yPred":[0]},"params":{},"expected":[1]}""", "a list is expected")]
    [InlineData("""{"name":"a/1","metric":"confusionMatrix","inputs":{"yTrue":[0],"yPred":[0]},"params":{},"expected":1}""", "1 is expected")]
    public void Run_OneCaseThatIsNone_FailsAloneAndSaysWhy(string broken, string words)
    {
        (int exit, string text) = Run($$"""[{"name":"b/1","metric":"accuracy","inputs":{"yTrue":[0],"yPred":[0]},"params":{},"expected":1},{{broken}}]""");
        Assert.Equal((1, "1 passed, 1 failed"), (exit, text.TrimEnd().Split('\n')[^1]));
        Assert.Contains(words, text);
    }

    [Fact]
    public void Run_UnknownMetric_Fails()
    {
        (int exit, string text) = Run("""[{"name":"a/1","metric":"accuracy","inputs":{"yTrue":[0],"yPred":[0]},"params":{},"expected":1},{"name":"u/1","metric":"unheardOf","inputs":{},"params":{},"expected":1}]""");
        Assert.Equal((1, "1 passed, 1 failed"), (exit, text.TrimEnd().Split('\n')[^1]));
        Assert.Contains("unheardOf: 1 cases", text);
    }

    [Fact]
    public void Run_InputThatTheMetricRefuses_IsAFailureWithTheReason() =>
        Assert.Contains("no row", Run("""[{"name":"a/1","metric":"mae","inputs":{"yTrue":[],"yPred":[]},"params":{},"expected":0}]""").Text);

    [Fact]
    public void Run_BrokenJson_IsAFailure() => Assert.Equal(1, Run("[{").Exit);

    [Fact]
    public void Run_NothingThere_IsAFailure() => Assert.Equal(1, new Replay(TextWriter.Null).Run([Path.Combine(_folder, "absent")]));

    public void Dispose() => _folder.Dispose();

    private (int Exit, string Text) Run(string json)
    {
        File.WriteAllText(Path.Combine(_folder, "cases.json"), json);
        var output = new StringWriter();
        return (new Replay(output).Run([_folder]), output.ToString().ReplaceLineEndings("\n"));
    }
}
