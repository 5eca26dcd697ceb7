using System.Text;
using AiInfra.Laws;
using AiInfra.Support;
using CsCheck;

namespace AiInfra.Onnx.Tests;

/// <summary>Damaged and hostile files end in one exception type, never in a crash.</summary>
public sealed class HostileInputTests
{
    private const int Mutations = 20_000;

    [Fact]
    public void Read_Truncated_ThrowsAtEveryLength()
    {
        byte[] whole = Sample();
        for (int length = 0; length < whole.Length; length++)
        {
            byte[] part = whole[..length];
            Exception? error = Record.Exception(() => OnnxModel.Read(part));

            // A cut between two fields of the model itself leaves a shorter, valid one.
            Assert.True(error is null or OnnxFormatException, $"{length}: {error}");
        }

        Assert.Throws<OnnxFormatException>(() => OnnxModel.Read(whole[..(whole.Length / 2)]));
    }

    [Fact]
    public void Read_RandomMutations_ThrowsNothingElse()
    {
        byte[] whole = Sample();
        Gen<(int At, byte Value)> mutation = Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte);
        mutation.Array[1, 8].ForAll(
            changes =>
            {
                byte[] damaged = [.. whole];
                foreach ((int at, byte value) in changes)
                {
                    damaged[at] = value;
                }

                try
                {
                    OnnxModel model = OnnxModel.Read(damaged);
                    OnnxChecker.Check(model);
                    model.Describe();
                    Assert.Equal(model.ToBytes(), OnnxModel.Read(model.ToBytes()).ToBytes());
                }
                catch (OnnxFormatException e)
                {
                    Assert.NotEmpty(e.Where);
                }
            },
            count: Mutations);
    }

    [Fact]
    public void Read_RandomBytes_ThrowsNothingElse()
    {
        Gen.Byte.Array[0, 200].ForAll(bytes => Assert.IsType<OnnxFormatException>(Record.Exception(() => OnnxModel.Read(bytes)) ?? new OnnxFormatException("", "", "")), count: Mutations);
    }

    [Fact]
    public void Read_LengthLargerThanTheFile_SaysSo()
    {
        // graph (field 7), length 2^31
        var error = Assert.Throws<OnnxFormatException>(() => OnnxModel.Read(new byte[] { 0x3A, 0x80, 0x80, 0x80, 0x80, 0x08, 1 }));

        Assert.Contains("claims 2147483648 bytes where 1 are left", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WrongWireType_NamesThePlace()
    {
        // graph { node { input: varint } }
        var error = Assert.Throws<OnnxFormatException>(() => OnnxModel.Read(new byte[] { 0x3A, 4, 0x0A, 2, 0x08, 1 }));

        Assert.Equal("graph.node[0]", error.Where);
    }

    [Fact]
    public void Read_GraphsInGraphsWithoutEnd_IsStoppedByDepth()
    {
        byte[] graph = [];
        for (int i = 0; i < 10_000; i++)
        {
            graph = Field(1, Field(5, Field(6, graph)));
            if (graph.Length > 60_000)
            {
                break;
            }
        }

        Assert.Contains("deep", Assert.Throws<OnnxFormatException>(() => OnnxModel.Read(Field(7, graph))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ManyEmptyMessages_IsStoppedByCount()
    {
        byte[] graph = new byte[200_000];
        for (int i = 0; i < graph.Length; i += 2)
        {
            graph[i] = 0x0A;
        }

        Assert.Contains("more than 1000 messages", Assert.Throws<OnnxFormatException>(() => OnnxModel.Read(Field(7, graph), new OnnxReadOptions { MaxMessages = 1000 })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new long[] { -1 })]
    [InlineData(new long[] { long.MaxValue, 8 })]
    [InlineData(new long[] { 1L << 40, 1L << 40 })]
    [InlineData(new long[] { 3 })]
    public void Read_DimensionsThatCannotBe_SaysSo(long[] dims)
    {
        byte[] tensor = [.. dims.SelectMany(d => Varint(1, d)), .. Varint(2, 1), .. Field(9, new byte[8])];

        var error = Assert.Throws<OnnxFormatException>(() => OnnxModel.Read(Field(7, Field(5, tensor))));

        Assert.Equal("graph.initializer[0]", error.Where);
    }

    [Fact]
    public void Read_OverTheSizeLimit_SaysSo()
    {
        Assert.Contains("limit is 10", Assert.Throws<OnnxFormatException>(() => OnnxModel.Read(new MemoryStream(Sample()), new OnnxReadOptions { MaxBytes = 10 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TextThatIsNotUtf8_SaysSo()
    {
        Assert.Contains("UTF-8", Assert.Throws<OnnxFormatException>(() => OnnxModel.Read(Field(2, [0xFF, 0xFE]))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("/etc/hostname")]
    [InlineData("a/../../secret")]
    [InlineData("..\\secret")]
    [InlineData("C:\\secret")]
    [InlineData("link")]
    public void Read_ExternalDataOutsideTheDirectory_IsRefused(string location)
    {
        using var folder = new TemporaryFolder();
        string inside = Directory.CreateDirectory(Path.Combine(folder.Path, "model")).FullName;
        File.WriteAllBytes(Path.Combine(folder.Path, "secret"), new byte[8]);
        File.CreateSymbolicLink(Path.Combine(inside, "link"), Path.Combine(folder.Path, "secret"));
        File.WriteAllBytes(Path.Combine(inside, "m.onnx"), External(location));

        var error = Assert.Throws<OnnxFormatException>(() => OnnxModel.Read(Path.Combine(inside, "m.onnx")));

        Assert.Contains("not inside its own directory", error.Message, StringComparison.Ordinal);
        Assert.Equal("graph.initializer[0]", error.Where);
    }

    [Fact]
    public void Read_ExternalDataInside_IsLoaded()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "data"));
        File.WriteAllBytes(Path.Combine(folder.Path, "data", "w"), [.. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(-2f)]);
        string path = Path.Combine(folder.Path, "m.onnx");
        File.WriteAllBytes(path, External("data/w"));

        Assert.Equal([1.5f, -2f], OnnxModel.Read(path).Graph.Initializers[0].AsSpan<float>().ToArray());
    }

    [Fact]
    public void Read_ExternalDataLinkedAndTrusted_IsLoaded()
    {
        using var folder = new TemporaryFolder();
        string inside = Directory.CreateDirectory(Path.Combine(folder.Path, "model")).FullName;
        File.WriteAllBytes(Path.Combine(folder.Path, "blob"), new byte[8]);
        File.CreateSymbolicLink(Path.Combine(inside, "w"), Path.Combine(folder.Path, "blob"));
        File.WriteAllBytes(Path.Combine(inside, "m.onnx"), External("w"));

        Assert.Equal(2, OnnxModel.Read(Path.Combine(inside, "m.onnx"), new OnnxReadOptions { FollowLinks = true }).Graph.Initializers[0].Count);
    }

    [Fact]
    public void Read_ExternalDataTooShort_SaysSo()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, "w"), new byte[7]);
        string path = Path.Combine(folder.Path, "m.onnx");
        File.WriteAllBytes(path, External("w"));

        Assert.Contains("needs 8 bytes", Assert.Throws<OnnxFormatException>(() => OnnxModel.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ExternalDataFromMemory_StaysWhereItIs()
    {
        OnnxModel model = OnnxModel.Read(External("data/w"));

        Assert.Equal(new OnnxExternalData("data/w"), model.Graph.Initializers[0].External);
        Assert.Throws<OnnxFormatException>(() => model.Graph.Initializers[0].AsSpan<float>().Length);
        Assert.Equal("data/w", OnnxModel.Read(model.ToBytes()).Graph.Initializers[0].External!.Location);
    }

    private static byte[] Sample()
    {
        var graph = new OnnxGraphBuilder("sample");
        OnnxValue x = graph.Input("x", OnnxElementType.Float, ["batch", 4]);
        OnnxValue text = graph.Input("text", OnnxElementType.String, ["batch", 1]);
        OnnxValue y = graph.Gemm(x, graph.Initializer("w", new float[8], 4, 2), graph.Initializer("b", [1f, 2f]));
        OnnxValue code = graph.LabelEncoder(text, ["a", "b"], [1L, 2L], 0);
        graph.Output("y", graph.Where(graph.IsNaN(y), graph.Constant(0f), y)).Output("code", code);
        OnnxModel model = graph.Build(new Dictionary<string, string> { ["key"] = "value" });

        // A little of all that a file can hold.
        var branch = new OnnxGraph { Name = "branch", Outputs = { new OnnxValueInfo("inner", new OnnxSequenceType(new OnnxTensorType(OnnxElementType.Float, [1]))) } };
        branch.Nodes.Add(new OnnxNode("Constant", [], ["inner"], [("value_strings", new[] { "p", "q" }), ("value", OnnxTensor.Of("t", ["s", "r"])), ("f", 1.5f), ("fs", new[] { 1f }), ("is", new[] { 1L, -1L })]));
        model.Graph.Nodes.Add(new OnnxNode("If", ["y"], ["z"], [("then_branch", branch)]));
        model.Graph.Values.Add(new OnnxValueInfo("z", new OnnxOptionalType(new OnnxMapType(OnnxElementType.String, new OnnxTensorType(OnnxElementType.Float)))));
        model.Graph.SparseInitializers.Add(new OnnxSparseTensor { Values = OnnxTensor.Of("sparse", [1f]), Indices = OnnxTensor.Of("", [2L]), Dims = { 4 } });
        model.Functions.Add(new OnnxFunction { Name = "F", Domain = "local", Inputs = { "a" }, Outputs = { "b" }, Nodes = { new OnnxNode("Relu", ["a"], ["b"]) }, Opsets = { new OnnxOpset("", 21) } });
        return model.ToBytes();
    }

    private static byte[] External(string location) => Field(7,
        Field(5, [.. Varint(1, 2), .. Varint(2, 1), .. Field(8, "w"u8), .. Field(13, [.. Field(1, "location"u8), .. Field(2, Encoding.UTF8.GetBytes(location))]), .. Varint(14, 1)]));

    private static byte[] Field(int field, ReadOnlySpan<byte> body) => [.. Number((ulong)((field << 3) | 2)), .. Number((ulong)body.Length), .. body];

    private static byte[] Varint(int field, long value) => [.. Number((ulong)(field << 3)), .. Number((ulong)value)];

    private static byte[] Number(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        return [.. bytes, (byte)value];
    }
}
