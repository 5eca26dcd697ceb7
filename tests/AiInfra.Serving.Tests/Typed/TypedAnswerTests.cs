using System.ComponentModel.DataAnnotations.Schema;
using AiInfra.Core.Rows;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Typed;

namespace AiInfra.Serving.Tests.Typed;

/// <summary>Answers as records: what a property's type says of a label, of a missing value, and of a number that does not fit.</summary>
public sealed class TypedAnswerTests
{
    public enum Wood
    {
        Oak,
        Pine,
    }

    public sealed record In(double X);

    public sealed record AsEnum(Wood Label);

    public sealed record AsFlag(bool Label);

    public sealed record Beside(string Label)
    {
        [Column("value")]
        public double? Number { get; init; }

        [NotMapped]
        public Version? Note { get; init; }
    }

    public sealed record BesideUnknown(string Label)
    {
        public double Elapsed { get; init; }
    }

    public sealed record Whole(int Value);

    public sealed record Yes(bool Value);

    [Fact]
    public void Read_LabelWhoseClassesAreNamesOfTheEnum_IsTheEnum() => Assert.Equal(Wood.Pine, Ask<AsEnum>("Pine", 1, """["Oak","Pine"]""").Label);

    [Fact]
    public void Read_LabelWithAClassThatTheTypeLacks_IsRefusedBeforeItIsAsked()
    {
        Assert.Contains("Wood Label does not hold label", Assert.Throws<ArgumentException>(() => Ask<AsEnum>("Oak", 1, """["Oak","Elm"]""")).Message, StringComparison.Ordinal);
        Assert.Contains("Boolean Label does not hold label", Assert.Throws<ArgumentException>(() => Ask<AsFlag>("true", 1, classes: null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BooleanClasses_AreABoolean() => Assert.True(Ask<AsFlag>("true", 1, """["false","true"]""").Label);

    [Fact]
    public void Read_SettablePropertyBesideTheConstructor_IsAnOutputToo()
    {
        Assert.Equal(new Beside("Oak") { Number = 2.5 }, Ask<Beside>("Oak", 2.5));
        Assert.Equal(new Beside("") { Number = null }, Ask<Beside>("", double.NaN));
        Assert.Contains("Double Elapsed is no output", Assert.Throws<ArgumentException>(() => Ask<BesideUnknown>("Oak", 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NumberThatDoesNotFit_IsRefusedAndNotRounded()
    {
        Assert.Equal(3, Ask<Whole>("", 3).Value);
        Assert.Contains("'3.5'", Assert.Throws<InferenceException>(() => Ask<Whole>("", 3.5)).Message, StringComparison.Ordinal);
        Assert.True(Ask<Yes>("", 1).Value);
        Assert.Contains("'0.7'", Assert.Throws<InferenceException>(() => Ask<Yes>("", 0.7)).Message, StringComparison.Ordinal);
        Assert.Contains("Int32?", Assert.Throws<InferenceException>(() => Ask<Whole>("", double.NaN)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_MissingAnswers_AreMissingAsInTheLog()
    {
        using DelegateModel model = Model("", double.NaN, null);
        using var rows = new RowModel(model);
        Row answer = rows.Predict(Row.From(new In(1)));
        Assert.True(answer[AnswerNames.Label].IsMissing);
        Assert.True(answer[AnswerNames.Value].IsMissing);
    }

    private static TOut Ask<TOut>(string label, double value, string? classes = null)
    {
        using DelegateModel model = Model(label, value, classes);
        var codec = new TypedCodec<In, TOut>(model.Signature);
        using ModelSlot slot = model.CreateSlot();
        slot.SetRows(1);
        codec.Write(new In(1), slot, 0);
        slot.Run();
        return codec.Read(new In(1), slot, 0);
    }

    private static DelegateModel Model(string label, double value, string? classes)
    {
        ModelSignature signature = new(
            [new TensorSpec("X", TensorType.Float64, [-1, 1], ["N", null])],
            [new TensorSpec(AnswerNames.Label, TensorType.String, [-1, 1], ["N", null]), new TensorSpec(AnswerNames.Value, TensorType.Float64, [-1, 1], ["N", null])],
            classes is null ? null : new Dictionary<string, string> { [ModelKeys.Classes] = classes });
        return new DelegateModel(signature, slot =>
        {
            slot.Outputs[0].Text[0] = label;
            slot.Outputs[1].Span<double>()[0] = value;
        });
    }
}
