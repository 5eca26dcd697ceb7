using AiInfra.Serving.Runtimes;
using static AiInfra.Serving.Tests.Support.Wire;

namespace AiInfra.Serving.Tests.Runtimes;

/// <summary>Models that want to read this machine's files, or to fill its memory, and write it in ways that only protobuf itself understands.</summary>
public sealed class HiddenDataTests
{
    private const string Location = "hidden.bin";
    private static readonly byte[] Elsewhere = Field(13, Field(1, "location"), Field(2, Location));

    // Field numbers of TensorProto: 1 dims, 2 data_type, 13 external_data, 14 data_location.
    private static readonly byte[] Tensor = Message(Number(1, 1), Number(2, 1), Elsewhere);

    // Of AttributeProto: 1 name, 5 t, 6 g, 20 type, 21 ref_attr_name, 22 sparse_tensor.
    private static readonly byte[] Name = Field(1, "value");

    public static TheoryData<string> Ways => [.. Attributes.Keys];

    private static Dictionary<string, byte[]> Attributes => new()
    {
        ["plainly"] = Message(Name, Number(20, 4), Field(5, Tensor, Number(14, 1))),
        ["in two halves"] = Message(Name, Number(20, 4), Field(5, Tensor, Number(14, 1)), Field(5)),
        ["the halves the other way"] = Message(Name, Number(20, 4), Field(5, Number(14, 1), Elsewhere), Field(5, Number(1, 1), Number(2, 1))),
        ["a place nobody knows after it"] = Message(Name, Number(20, 4), Field(5, Tensor, Number(14, 1), Number(14, 2))),
        ["a place of 33 bits"] = Message(Name, Number(20, 4), Field(5, Tensor, Number(14, 0x1_0000_0001))),
        ["a kind nobody knows after it"] = Message(Name, Number(20, 4), Field(5, Tensor, Number(14, 1)), Number(20, 99)),
        ["a kind of 33 bits"] = Message(Name, Number(20, 0x1_0000_0004), Field(5, Tensor, Number(14, 1))),
        ["behind a reference"] = Message(Name, Number(20, 4), Field(5, Tensor, Number(14, 1)), Field(21, "other")),
        ["behind another kind"] = Message(Name, Number(20, 2), Field(5, Tensor, Number(14, 1))),
        ["sparsely"] = Message(Field(1, "sparse_value"), Number(20, 11), Field(22, Field(1, Tensor, Number(14, 1)), Field(2, Number(1, 1), Number(2, 7), Number(7, 0)), Number(3, 1))),
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void Load_DataInAnotherFile_IsRefusedHoweverItIsWritten(string way)
    {
        byte[] node = Message(Field(2, "c"), Field(4, "Constant"), Field(5, Attributes[way]));
        Refused(Model(node));
    }

    [Fact]
    public void Load_DataInAnotherFileInASubgraphInTwoHalves_IsRefused()
    {
        byte[] branch = Message(Field(1, Field(1, "c"), Field(2, "d"), Field(4, "Identity")), Field(2, "then"), Field(5, Tensor, Field(8, "c"), Number(14, 1)), Field(12, Field(1, "d")));
        byte[] node = Message(Field(1, "yes"), Field(2, "c"), Field(4, "If"), Field(5, Field(1, "then_branch"), Number(20, 5), Field(6, branch), Field(6)));
        Refused(Model(node));
    }

    [Fact]
    public void Load_DataInAnotherFileAsAFunctionsDefault_IsRefused()
    {
        // Of FunctionProto: 1 name, 5 output, 7 node, 9 opset_import, 10 domain, 11 attribute_proto.
        byte[] constant = Message(Field(2, "o"), Field(4, "Constant"), Field(5, Name, Number(20, 4), Field(21, "v")));
        byte[] function = Field(25, Field(1, "F"), Field(5, "o"), Field(7, constant), Field(9, Number(2, 17)), Field(10, "own"), Field(11, Field(1, "v"), Number(20, 4), Field(5, Tensor, Number(14, 1))));
        byte[] node = Message(Field(2, "c"), Field(4, "F"), Field(7, "own"));
        Refused([.. Model(node), .. Field(8, Field(1, "own"), Number(2, 1)), .. function]);
    }

    [Fact]
    public void Load_FunctionThatPassesATensorOn_Answers()
    {
        byte[] five = Message(Name, Number(20, 4), Field(5, Number(1, 1), Number(2, 1), Field(9, BitConverter.GetBytes(5f))));
        byte[] passed = Message(Field(1, "v"), five[Name.Length..]);
        byte[] constant = Message(Field(2, "o"), Field(4, "Constant"), Field(5, Name, Number(20, 4), Field(21, "v")));
        byte[] function = Field(25, Field(1, "F"), Field(5, "o"), Field(6, "v"), Field(7, constant), Field(9, Number(2, 17)), Field(10, "own"));
        byte[] node = Message(Field(2, "c"), Field(4, "F"), Field(7, "own"), Field(5, passed));
        using var model = OnnxRuntimeModel.Load([.. Model(node), .. Field(8, Field(1, "own"), Number(2, 1)), .. function]);
        using ModelSlot slot = model.CreateSlot();
        slot.Run();
        Assert.Equal(5f, slot.Outputs[0].Span<float>()[0]);
    }

    [Theory]
    [InlineData("F0")]
    [InlineData("F1")]
    public void Load_FunctionThatCallsItself_IsRefused(string next)
    {
        byte[] model = [.. Model(Message(Field(2, "c"), Field(4, "F0"), Field(7, "own"))), .. Field(8, Field(1, "own"), Number(2, 1)), .. Function("F0", next), .. Function("F1", "F0")];
        Refused(model);
    }

    [Fact]
    public void Load_FunctionsThatStandForTooMuch_AreRefused()
    {
        // Each calls the next twice: two to the fortieth nodes.
        byte[] model = [.. Model(Message(Field(2, "c"), Field(4, "F0"), Field(7, "own"))), .. Field(8, Field(1, "own"), Number(2, 1)), .. Enumerable.Range(0, 40).SelectMany(i => Function($"F{i}", $"F{i + 1}", $"F{i + 1}")), .. Function("F40")];
        Refused(model);
    }

    /// <summary>A function own.name() whose output is the constant 1, after calls of others.</summary>
    private static byte[] Function(string name, params string[] calls)
    {
        byte[] one = Field(7, Field(2, "o"), Field(4, "Constant"), Field(5, Field(1, "value_float"), Number(20, 1), [0x15, 0, 0, 0x80, 0x3f]));
        byte[][] nodes = [.. calls.Select((c, i) => Field(7, Field(2, $"x{i}"), Field(4, c), Field(7, "own"))), one];
        return Field(25, Field(1, name), Field(5, "o"), Message(nodes), Field(9, Number(2, 17)), Field(9, Field(1, "own"), Number(2, 1)), Field(10, "own"));
    }

    /// <summary>A model of one node whose output is c, float [1].</summary>
    private static byte[] Model(byte[] node)
    {
        byte[] type = Field(2, Field(1, Number(1, 1), Field(2, Field(1, Number(1, 1)))));
        return Message(Number(1, 8), Field(8, Number(2, 17)), Field(7, Field(1, node), Field(2, "g"), Field(12, Field(1, "c"), type)));
    }

    private static void Refused(byte[] model)
    {
        string before = Environment.CurrentDirectory;
        string file = Path.Combine(before, Location);
        File.WriteAllBytes(file, BitConverter.GetBytes(7f));
        try
        {
            ModelLoadException e = Assert.Throws<ModelLoadException>(() => OnnxRuntimeModel.Load(model).Dispose());
            Assert.DoesNotContain("ONNX Runtime refused", e.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
