using AiInfra.Support;
using AiInfra.Training.Checkpoints;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Checkpoints;

public sealed class StateDictTests
{
    private static Sequential Network() => nn.Sequential(("a", nn.Linear(3, 5)), ("n", nn.BatchNorm1d(5)), ("b", nn.Linear(5, 2)));

    private static TensorFileContent Content(Dictionary<string, Tensor> tensors) => new(tensors, new Dictionary<string, string>());

    private static Dictionary<string, Tensor> Copy(nn.Module module) => module.state_dict().ToDictionary(t => t.Key, t => t.Value.detach().clone());

    private static byte[] Bytes(nn.Module module) => [.. module.state_dict().OrderBy(t => t.Key, StringComparer.Ordinal).SelectMany(t => t.Value.bytes.ToArray())];

    [Fact]
    public void Load_WithOtherNames_FillsTheModuleByRules()
    {
        using var scope = NewDisposeScope();
        using Sequential from = Network(), to = Network();
        Dictionary<string, Tensor> tensors = Copy(from).ToDictionary(t => "transformer." + (t.Key.StartsWith("a.", StringComparison.Ordinal) ? "h.0" + t.Key[1..] : t.Key), t => t.Value);
        tensors["transformer.a.mask"] = ones(3);
        var options = new StateDictOptions { StripPrefix = "transformer.", Rename = { new StateDictRule(@"^h\.(\d+)\.", "a.") }, Ignore = { @"\.mask$" } };
        StateDictReport report = StateDict.Load(to, Content(tensors), options);
        Assert.Equal(Bytes(from), Bytes(to));
        Assert.True(report.IsComplete);
        Assert.Equal(["transformer.a.mask"], report.Ignored);
        Assert.Contains(report.Loaded, l => l is { Name: "a.weight", From: "transformer.h.0.weight", Conversion: null, Transposed: false });
    }

    [Fact]
    public void Load_OfAFileThatDiffers_TellsHowAndChangesNothing()
    {
        using var scope = NewDisposeScope();
        using Sequential to = Network();
        Dictionary<string, Tensor> tensors = Copy(to).ToDictionary(t => t.Key, t => zeros_like(t.Value));
        tensors.Remove("b.bias");
        tensors["c.weight"] = ones(2);
        tensors["a.weight"] = ones(3, 5);
        byte[] before = Bytes(to);
        CheckpointException error = Assert.Throws<CheckpointException>(() => StateDict.Load(to, Content(tensors)));
        Assert.Contains("Missing in the file: b.bias", error.Message, StringComparison.Ordinal);
        Assert.Contains("Not in the module: c.weight", error.Message, StringComparison.Ordinal);
        Assert.Contains("a.weight: [3, 5] in the file, [5, 3] in the module: it fits transposed", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Bytes(to));

        StateDictReport report = StateDict.Load(to, Content(tensors), new StateDictOptions { Strict = false });
        Assert.Equal(["b.bias"], report.Missing);
        Assert.Equal(["c.weight"], report.Unexpected);
        Assert.Equal("a.weight", Assert.Single(report.Mismatches).Name);
        Assert.NotEqual(0, to.state_dict()["a.weight"].abs().sum().item<float>());
        Assert.Equal(0, to.state_dict()["b.weight"].abs().sum().item<float>());
    }

    [Fact]
    public void Load_OfTransposedMatrices_TurnsThem()
    {
        using var scope = NewDisposeScope();
        using Sequential from = Network(), to = Network();
        Dictionary<string, Tensor> tensors = Copy(from);
        tensors["a.weight"] = tensors["a.weight"].t().contiguous();
        StateDictReport report = StateDict.Load(to, Content(tensors), new StateDictOptions { Transpose = { @"^a\.weight$" } });
        Assert.Equal(Bytes(from), Bytes(to));
        Assert.Equal("a.weight", Assert.Single(report.Loaded, l => l.Transposed).Name);
    }

    [Theory]
    [InlineData(ScalarType.BFloat16, "BF16 to F32")]
    [InlineData(ScalarType.Float16, "F16 to F32")]
    [InlineData(ScalarType.Float64, "F64 to F32")]
    public void Load_OfOtherFloats_ConvertsThemAndTells(ScalarType type, string words)
    {
        using var scope = NewDisposeScope();
        using Linear to = nn.Linear(3, 2);
        Tensor weight = rand(2, 3).to(type);
        StateDictReport report = StateDict.Load(to, Content(new() { ["weight"] = weight, ["bias"] = ones(2) }));
        Assert.Equal(words, report.Loaded.Single(l => l.Name == "weight").Conversion);
        Assert.Contains($"converted {words}: 1", report.ToString(), StringComparison.Ordinal);
        Assert.Equal(weight.to(ScalarType.Float32).bytes.ToArray(), to.weight!.bytes.ToArray());
    }

    [Fact]
    public void Load_OfValuesBeyondTheModulesType_IsRefused()
    {
        using var scope = NewDisposeScope();
        using Linear to = nn.Linear(3, 2, dtype: ScalarType.Float16);
        CheckpointException error = Assert.Throws<CheckpointException>(() => StateDict.Load(to, Content(new() { ["weight"] = full([2, 3], 1e6f), ["bias"] = ones(2) })));
        Assert.Contains("beyond the range of F16", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfIntegersIntoFloats_IsRefused()
    {
        using var scope = NewDisposeScope();
        using Linear to = nn.Linear(3, 2);
        CheckpointException error = Assert.Throws<CheckpointException>(() => StateDict.Load(to, Content(new() { ["weight"] = ones([2, 3], ScalarType.Int64), ["bias"] = ones(2) })));
        Assert.Contains("I64 in the file, F32 in the module", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfSharedTensors_NeedsOneOfTheirNames()
    {
        using var scope = NewDisposeScope();
        using var tied = new Tied();
        Tensor weight = rand(4, 3);
        StateDictReport report = StateDict.Load(tied, Content(new() { ["embedding.weight"] = weight }));
        Assert.Equal("embedding.weight", report.Tied["head.weight"]);
        Assert.Equal(weight.bytes.ToArray(), tied.Head.weight!.bytes.ToArray());
        Assert.True(StateDict.Load(tied, Content(new() { ["embedding.weight"] = weight, ["head.weight"] = weight.clone() })).IsComplete);
        CheckpointException error = Assert.Throws<CheckpointException>(() => StateDict.Load(tied, Content(new() { ["embedding.weight"] = weight, ["head.weight"] = weight + 1 })));
        Assert.Contains("different values", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WithRulesThatMakeTwoNamesOne_IsRefused()
    {
        using var scope = NewDisposeScope();
        using Linear to = nn.Linear(3, 2);
        CheckpointException error = Assert.Throws<CheckpointException>(() => StateDict.Load(
            to, Content(new() { ["x.weight"] = ones(2, 3), ["y.weight"] = ones(2, 3) }), new StateDictOptions { Rename = { new StateDictRule("^[xy].", "") } }));
        Assert.Contains("'x.weight' and 'y.weight' both become 'weight'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfNothingInCommon_IsAnErrorEvenWhereDifferencesAreAllowed()
    {
        using var scope = NewDisposeScope();
        using Linear to = nn.Linear(3, 2);
        CheckpointException error = Assert.Throws<CheckpointException>(() => StateDict.Load(to, Content(new() { ["model.w"] = ones(2, 3) }), new StateDictOptions { Strict = false }));
        Assert.Contains("Names in the file are such as model.w; in the module bias, weight", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FromSeveralFiles_GoesByTheIndex()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using Sequential from = Network(), to = Network();
        StateDict.Load(to, TensorShards.Write(folder.Path, from.state_dict(), maxBytes: 40));
        Assert.Equal(Bytes(from), Bytes(to));
    }

    [Fact]
    public void Options_WithAPatternThatIsNone_AreRefused() =>
        Assert.Contains("no regular expression", Assert.Single(new StateDictOptions { Ignore = { "(" } }.Faults()), StringComparison.Ordinal);

    private sealed class Tied : nn.Module
    {
        private readonly Embedding embedding = nn.Embedding(4, 3);
        private readonly Linear head = nn.Linear(3, 4, hasBias: false);

        public Tied()
            : base(nameof(Tied))
        {
            RegisterComponents();
            head.weight = embedding.weight!;
        }

        public Linear Head => head;
    }
}
