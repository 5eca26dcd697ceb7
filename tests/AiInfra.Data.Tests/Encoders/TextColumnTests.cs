using System.Text;
using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Laws;
using CsCheck;

namespace AiInfra.Data.Tests.Encoders;

/// <summary>Columns of free text: what is taken for one, and that a served model counts what training counted.</summary>
public sealed class TextColumnTests
{
    private static readonly RowSchema Schema = new([new("text", ValueKind.Text), new("x", ValueKind.Number)]);

    private static readonly string[] Words =
        ["the", "The", "free", "FREE!", "call", "été", "ÉTÉ", "Été", "straße", "東京", "と", "🚲", "12", "4,5", "it's", "a_b", "naïve…", "\u00A0", "\t", "\n", "x\u0301", "İ", "ß", "\uFFFD", "“quoted”", "ǅ"];

    private static readonly string[] Odd = ["", " ", "\0", "a\0b", "\uD800", "x\uDC00y", "\uD83D", new('z', 251), new('東', 999)];

    private static readonly Gen<string> Word = Gen.Int[0, Words.Length - 1].Select(i => Words[i]);

    private static readonly Gen<string> Text = Gen.Frequency(
        (6, Word.Array[0, 30].Select(w => string.Join(' ', w))),
        (2, Gen.String[0, 300]),
        (1, Word.Array[200, 900].Select(w => string.Concat(w))),
        (1, Gen.Int[0, Odd.Length - 1].Select(i => Odd[i])));

    [Fact]
    public void Fit_SentencesThatDiffer_CountsTheirWordsAndSaysSo()
    {
        TableEncoder encoder = TableEncoder.Fit(Schema, Sentences(400));

        ColumnDecision decision = encoder.Report.Columns[0];
        Assert.Equal("text n-grams", decision.Encoding);
        Assert.Contains("words a value", decision.Reason, StringComparison.Ordinal);
        Assert.Contains("words and pairs of words", decision.Reason, StringComparison.Ordinal);
        Assert.Contains("first 2000 characters", decision.Reason, StringComparison.Ordinal);
        Assert.Contains("text word 'free call'", encoder.FeatureNames);
        Assert.Contains("text characters 'th'", encoder.FeatureNames);
        Assert.Equal(100, decision.Features);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Fit_OneOrTwoWords_IsNoText(int words)
    {
        Row[] rows = [.. Enumerable.Range(0, 200).Select(i => new Row(Schema, [string.Join(' ', Enumerable.Range(0, words).Select(w => $"n{i}w{w}")), (double)(i % 7 * i % 5)]))];

        Assert.Equal("left out", TableEncoder.Fit(Schema, rows).Report.Columns[0].Encoding);
        var asked = new EncodingOptions { Roles = { ["text"] = ColumnRole.Text } };
        Assert.Equal("text n-grams", TableEncoder.Fit(Schema, rows, asked).Report.Columns[0].Encoding);
    }

    [Fact]
    public void Fit_SentencesThatRepeat_IsACategory()
    {
        Row[] rows = [.. Enumerable.Range(0, 300).Select(i => new Row(Schema, [$"a sentence of several words {i % 5}", (double)(i % 7 * i % 5)]))];

        Assert.Equal("one-hot", TableEncoder.Fit(Schema, rows).Report.Columns[0].Encoding);
    }

    [Fact]
    public void Fit_MoreTextsThanTheVocabulary_StillCountsTheirWords()
    {
        TableEncoder encoder = TableEncoder.Fit(Schema, Sentences(400), new EncodingOptions { MaxVocabulary = 50 });

        Assert.Equal("text n-grams", encoder.Report.Columns[0].Encoding);
        Assert.Contains("more than 50 different", encoder.Report.Columns[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_TextTurnedOff_IsLeftOutAndToldWhy()
    {
        ColumnDecision decision = TableEncoder.Fit(Schema, Sentences(400), new EncodingOptions { TextWords = 0, TextCharacters = 0 }).Report.Columns[0];

        Assert.Equal("left out", decision.Encoding);
        Assert.Contains("Text", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_JapaneseWithoutBlanks_IsText()
    {
        var random = new Random(1);
        Row[] rows = [.. Enumerable.Range(0, 300).Select(i => new Row(Schema, [string.Concat(Enumerable.Range(0, 20).Select(_ => (char)('\u3042' + random.Next(40)))), (double)random.Next(9)]))];

        Assert.Equal("text n-grams", TableEncoder.Fit(Schema, rows).Report.Columns[0].Encoding);
    }

    [Fact]
    public void Fit_NumberAsText_IsRefused() => Assert.Contains(
        "cannot be encoded as Text",
        Assert.Throws<EncodingException>(() => TableEncoder.Fit(Schema, Sentences(30), new EncodingOptions { Roles = { ["x"] = ColumnRole.Text } })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Encode_CapitalsAndDigits_CountAsLowerCaseAndAsEachOther()
    {
        Row[] rows = [.. Enumerable.Range(0, 200).Select(i => new Row(Schema, [$"l'école fermée coûte {100 + (i % 17)} francs {i}", 1.0 * (i % 3)]))];
        TableEncoder encoder = TableEncoder.Fit(Schema, rows);

        Assert.Equal(Encoded(encoder, "l'école fermée coûte 105 francs 3"), Encoded(encoder, "L'ÉCOLE FERMÉE COÛTE 105 FRANCS 3"));
        Assert.Equal(Encoded(encoder, "98"), Encoded(encoder, "11"));
        Assert.NotEqual(Encoded(encoder, "l'école"), Encoded(encoder, "francs"));
    }

    [Fact]
    public void Encode_MissingAndEmpty_AreZeros()
    {
        TableEncoder encoder = TableEncoder.Fit(Schema, Sentences(100), new EncodingOptions { Roles = { ["x"] = ColumnRole.Ignore } });

        Assert.All(encoder.Encode([new Row(Schema, [Value.Missing, 1.0]), new Row(Schema, ["", 1.0])]).Dense, x => Assert.Equal(0, x));
    }

    [Theory]
    [InlineData(256, 256, false)]
    [InlineData(40, 0, false)]
    [InlineData(0, 40, false)]
    [InlineData(256, 256, true)]
    public void AppendTo_AnyText_ComputesWhatEncodeComputes(int words, int characters, bool forTrees)
    {
        var random = new Random(1);
        Row[] training = [.. Enumerable.Range(0, 800).Select(_ => new Row(Schema, [string.Join(' ', Enumerable.Range(0, 3 + random.Next(20)).Select(_ => Words[random.Next(Words.Length)])), random.NextDouble()]))];
        TableEncoder encoder = TableEncoder.Fit(Schema, training, new EncodingOptions { TextWords = words, TextCharacters = characters, ForTrees = forTrees });
        Assert.Equal("text n-grams", encoder.Report.Columns[0].Encoding);
        using var model = new EncodedModel(encoder);

        Text.Array[1, 6].ForAll(
            texts =>
            {
                Row[] rows = [.. texts.Select(t => new Row(Schema, [t, 0.5]))];
                AssertSame(encoder, model, rows);
            },
            count: 300);
    }

    [Fact]
    public void AppendTo_TextOfAMegabyte_ReadsItsStartAndComputesTheSame()
    {
        TableEncoder encoder = TableEncoder.Fit(Schema, Sentences(400));
        using var model = new EncodedModel(encoder);
        var random = new Random(2);
        var text = new StringBuilder();
        while (text.Length < 1 << 20)
        {
            text.Append(random.Next(3) == 0 ? Words[random.Next(Words.Length)] : "call ").Append(random.Next(4) == 0 ? " " : "");
        }

        string start = text.ToString();
        Row[] rows = [new(Schema, [start, 0.5]), new(Schema, ["free call", 0.5]), new(Schema, [start[..5000] + "changed", 0.5]), new(Schema, [new string('x', 1 << 20), 0.5])];
        AssertSame(encoder, model, rows);
        Assert.Equal(Encoded(encoder, start), Encoded(encoder, start[..5000] + "changed"));
    }

    [Fact]
    public void FromJson_EncoderWithText_EncodesTheSame()
    {
        TableEncoder encoder = TableEncoder.Fit(Schema, Sentences(400));

        Assert.Equal(encoder.Encode(Sentences(20)).Dense, TableEncoder.FromJson(encoder.ToJson()).Encode(Sentences(20)).Dense);
        Assert.Throws<EncodingException>(() => TableEncoder.FromJson(encoder.ToJson().Replace("\"pieces\":8", "\"pieces\":0", StringComparison.Ordinal)));
    }

    [Fact]
    public void Encode_RowsOneByOne_IsTheBatch()
    {
        TableEncoder encoder = TableEncoder.Fit(Schema, Sentences(400));
        Row[] rows = Sentences(50);
        float[] batch = encoder.Encode(RowBatch.Of(rows)).Dense;
        var one = new float[encoder.Width];
        for (int i = 0; i < rows.Length; i++)
        {
            Array.Fill(one, 7);
            encoder.Encode(rows[i], one);
            Assert.Equal(batch.AsSpan(i * encoder.Width, encoder.Width).ToArray(), one);
        }
    }

    private static void AssertSame(TableEncoder encoder, EncodedModel model, Row[] rows)
    {
        float[] ours = encoder.Encode(rows).Dense;
        float[] graph = model.Run(rows).Dense;
        Assert.Equal(ours.Length, graph.Length);
        for (int i = 0; i < ours.Length; i++)
        {
            Assert.True(Math.Abs(ours[i] - graph[i]) <= 1e-6 * Math.Max(1, Math.Abs(ours[i])), $"{encoder.FeatureNames[i % encoder.Width]}: {ours[i]:R} here, {graph[i]:R} in the graph");
        }
    }

    private static float[] Encoded(TableEncoder encoder, string text) => encoder.Encode([new Row(Schema, [text, 0.5])]).Dense;

    private static Row[] Sentences(int count)
    {
        var random = new Random(count);
        string[] words = ["free", "call", "the", "of", "now", "prize", "meet", "you", "later", "home", "win", "this", "that", "other", "claim"];
        return [.. Enumerable.Range(0, count).Select(i => new Row(Schema, [$"free call {string.Join(' ', Enumerable.Range(0, 6).Select(_ => words[random.Next(words.Length)]))} {i}", random.NextDouble()]))];
    }
}
