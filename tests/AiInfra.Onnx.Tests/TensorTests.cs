using System.Runtime.InteropServices;
using AiInfra.Laws;
using AiInfra.Support;
using CsCheck;
using Microsoft.ML.OnnxRuntime;

namespace AiInfra.Onnx.Tests;

public sealed class TensorTests
{
    [Fact]
    public void Of_EveryType_ComesBackFromAFile()
    {
        RoundTrip<float>([1.5f, float.NaN, float.NegativeInfinity]);
        RoundTrip<double>([1.5, double.Epsilon]);
        RoundTrip<long>([long.MinValue, 7]);
        RoundTrip<int>([int.MinValue, 7]);
        RoundTrip<short>([short.MinValue, 7]);
        RoundTrip<sbyte>([sbyte.MinValue, 7]);
        RoundTrip<byte>([255, 7]);
        RoundTrip<ushort>([ushort.MaxValue]);
        RoundTrip<uint>([uint.MaxValue]);
        RoundTrip<ulong>([ulong.MaxValue]);
        RoundTrip<bool>([true, false]);
        RoundTrip<Half>([(Half)1.5, Half.MinValue]);
    }

    [Fact]
    public void Of_Texts_ComeBackFromAFile()
    {
        OnnxTensor tensor = Again(OnnxTensor.Of("t", ["a", "", "東京"], 3, 1));

        Assert.Equal(["a", "", "東京"], tensor.Texts);
        Assert.Equal([3L, 1L], tensor.Dims);
    }

    [Fact]
    public void Scalar_Value_HasNoDimensions()
    {
        Assert.Empty(Again(OnnxTensor.Scalar("s", 3L)).Dims);
    }

    [Fact]
    public void OfRaw_FourBitIntegers_PacksTwoAByte()
    {
        OnnxTensor tensor = Again(OnnxTensor.OfRaw("q", OnnxElementType.Int4, new byte[] { 0x21, 0x03 }, 3));

        Assert.Equal([0x21, 0x03], tensor.AsSpan<byte>().ToArray());
    }

    [Fact]
    public void OfRaw_TooFewBytes_SaysHowMany()
    {
        Assert.Contains("need 8 bytes, there are 4", Assert.Throws<ArgumentException>(() => OnnxTensor.OfRaw("w", OnnxElementType.Float, new byte[4], 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ValuesThatDoNotFillTheDimensions_SaysSo()
    {
        Assert.Contains("3 values do not fill", Assert.Throws<ArgumentException>(() => OnnxTensor.Of("w", [1f, 2f, 3f], 2, 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AsSpan_OfAnotherType_SaysSo()
    {
        Assert.Contains("holds Float", Assert.Throws<InvalidOperationException>(() => OnnxTensor.Of("w", [1f]).AsSpan<int>().Length).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TypedFields_GiveTheSameAsRawData()
    {
        // initializer { dims 2, type, typed field }: float_data, double_data, int32_data (int8, half, bool), int64_data, uint64_data
        Assert.Equal([1f, -2f], Typed(1, 4, Bytes([1f, -2f])).AsSpan<float>().ToArray());
        Assert.Equal([1.0, -2.0], Typed(11, 10, Bytes([1.0, -2.0])).AsSpan<double>().ToArray());
        Assert.Equal([1, 2], Typed(3, 5, [1, 2]).AsSpan<sbyte>().ToArray().Select(x => (int)x));
        Assert.Equal([true, false], Typed(9, 5, [1, 0]).AsSpan<bool>().ToArray());
        Assert.Equal([(Half)1, (Half)0], Typed(10, 5, [0x80, 0x78, 0]).AsSpan<Half>().ToArray());
        Assert.Equal([-1L, 5L], Typed(7, 7, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 5]).AsSpan<long>().ToArray());
        Assert.Equal([5u, 6u], Typed(12, 11, [5, 6]).AsSpan<uint>().ToArray());
    }

    [Fact]
    public void Read_UnpackedFloats_AreJoinedInOrder()
    {
        float[] values = [.. Enumerable.Range(0, 100).Select(i => (float)i)];
        byte[] body = [0x08, 100, 0x10, 1, .. values.SelectMany(v => (byte[])[0x25, .. BitConverter.GetBytes(v)])];

        Assert.Equal(values, OnnxModel.Read(Wrapped(body)).Graph.Initializers[0].AsSpan<float>().ToArray());
    }

    [Fact]
    public void Attributes_OfEveryKind_ComeBackFromAFile()
    {
        var tensor = OnnxTensor.Of("t", [1f]);
        var inner = new OnnxGraph { Name = "inner" };
        OnnxAttribute[] attributes =
        [
            ("f", 0f), ("i", 0L), ("s", ""), ("t", tensor), ("g", inner), ("fs", new[] { 1f, 2f }), ("is", new[] { -1L }), ("ss", new[] { "a", "" }),
            OnnxAttribute.OfBytes("b", new byte[] { 0xFF, 0 }),
        ];
        var model = new OnnxModel { IrVersion = 10 };
        model.Graph.Nodes.Add(new OnnxNode("Any", [], ["y"], attributes));

        OnnxNode node = OnnxModel.Read(model.ToBytes()).Graph.Nodes[0];

        Assert.Equal(attributes.Select(a => a.Kind), node.Attributes.Select(a => a.Kind));
        Assert.Equal(0f, node.Attribute("f")!.AsFloat());
        Assert.Equal("", node.Attribute("s")!.AsText());
        Assert.Equal(["a", ""], node.Attribute("ss")!.AsTexts());
        Assert.Equal([0xFF, 0], node.Attribute("b")!.AsBytes().ToArray());
        Assert.Equal("inner", node.Attribute("g")!.AsGraph().Name);
    }

    [Fact]
    public void Types_OfEveryKind_ComeBackFromAFile()
    {
        OnnxType[] types =
        [
            new OnnxTensorType(OnnxElementType.Float), new OnnxTensorType(OnnxElementType.Int8, []), new OnnxTensorType(OnnxElementType.String, ["n", 4, OnnxDim.Unknown]),
            new OnnxSequenceType(new OnnxMapType(OnnxElementType.Int64, new OnnxTensorType(OnnxElementType.Float, []))),
            new OnnxOptionalType(new OnnxTensorType(OnnxElementType.Bool) { IsSparse = true }) { Denotation = "d" },
        ];
        var model = new OnnxModel { IrVersion = 10 };
        model.Graph.Inputs.AddRange(types.Select((t, i) => new OnnxValueInfo($"v{i}", t)));

        Assert.Equal(types, OnnxModel.Read(model.ToBytes()).Graph.Inputs.Select(i => i.Type));
    }

    [Fact]
    public void Write_FieldsOfALaterStandard_AreKept()
    {
        // field 99 in the model, in the graph and in a node
        byte[] extra = [0x9A, 0x06, 2, 1, 2];
        byte[] node = [0x22, 1, (byte)'N', .. extra];
        byte[] graph = [0x0A, (byte)node.Length, .. node, .. extra];
        byte[] model = [0x08, 10, 0x3A, (byte)graph.Length, .. graph, .. extra];

        Assert.Equal(model, OnnxModel.Read(model).ToBytes());
    }

    [Fact]
    public void Write_ToAPath_LeavesNothingElse()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "m.onnx");
        var model = new OnnxModel { IrVersion = 10 };

        model.Write(path);
        model.Write(path);

        Assert.Equal([path], Directory.GetFiles(folder.Path));
        Assert.Equal(model.ToBytes(), File.ReadAllBytes(path));
    }

    [Fact]
    public void Write_LargeTensorsBeside_LoadsHereAndInOnnxRuntime()
    {
        using var folder = new TemporaryFolder();
        var graph = new OnnxGraphBuilder();
        OnnxValue x = graph.Input("x", OnnxElementType.Float, ["batch", 2]);
        float[] weights = [.. Enumerable.Range(0, 2000).Select(i => (float)i)];
        graph.Output("y", graph.Add(graph.MatMul(x, graph.Initializer("w", weights, 2, 1000)), graph.Initializer("b", weights[..1000])));
        OnnxModel model = graph.Build();
        string path = Path.Combine(folder.Path, "m.onnx");

        model.Write(path, externalFrom: 1000);

        Assert.InRange(new FileInfo(path).Length, 1, 1000);
        Assert.Equal(model.ToBytes(), OnnxModel.Read(path).ToBytes());
        using var session = new InferenceSession(path);
        Assert.Equal(["y"], session.OutputNames);
    }

    [Fact]
    public void Write_GraphThatHoldsItself_SaysSo()
    {
        var model = new OnnxModel { IrVersion = 10 };
        model.Graph.Nodes.Add(new OnnxNode("If", ["c"], ["y"], [("then_branch", model.Graph)]));

        Assert.Contains("holds itself", Assert.Throws<OnnxFormatException>(model.ToBytes).Message, StringComparison.Ordinal);
        Assert.NotEmpty(OnnxChecker.Check(model));
    }

    [Fact]
    public void Initializer_InOnnxRuntime_HoldsTheValues()
    {
        Gen.Float.Array[1, 20].ForAll(
            values =>
            {
                var graph = new OnnxGraphBuilder();
                graph.Output("y", graph.Identity(graph.Initializer("w", values)));
                using var session = new InferenceSession(graph.Build().ToBytes());
                using var options = new RunOptions();
                using IDisposableReadOnlyCollection<OrtValue> result = session.Run(options, Array.Empty<string>(), Array.Empty<OrtValue>(), ["y"]);
                Assert.Equal(values.Select(BitConverter.SingleToInt32Bits), result[0].GetTensorDataAsSpan<float>().ToArray().Select(BitConverter.SingleToInt32Bits));
            },
            count: 20);
    }

    private static void RoundTrip<T>(T[] values)
        where T : unmanaged
    {
        OnnxTensor tensor = Again(OnnxTensor.Of<T>("t", values));
        Assert.Equal(values, tensor.AsSpan<T>().ToArray());
        Assert.Equal(OnnxElementTypes.Of<T>(), tensor.ElementType);
    }

    private static OnnxTensor Again(OnnxTensor tensor)
    {
        var model = new OnnxModel { IrVersion = 10 };
        model.Graph.Initializers.Add(tensor);
        return OnnxModel.Read(model.ToBytes()).Graph.Initializers[0];
    }

    private static OnnxTensor Typed(byte type, int field, byte[] packed) =>
        OnnxModel.Read(Wrapped([0x08, 2, 0x10, type, (byte)((field << 3) | 2), (byte)packed.Length, .. packed])).Graph.Initializers[0];

    private static byte[] Wrapped(byte[] tensor)
    {
        byte[] graph = [0x2A, .. Length(tensor.Length), .. tensor];
        return [0x3A, .. Length(graph.Length), .. graph];
    }

    private static byte[] Length(int value) => value < 128 ? [(byte)value] : [(byte)(value | 0x80), (byte)(value >> 7)];

    private static byte[] Bytes<T>(T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(values).ToArray();
}
