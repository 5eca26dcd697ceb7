using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AiInfra.Training.Loading;
using AiInfra.Training.Tokenizers;
using static TorchSharp.torch;

namespace TrainLanguageModel;

/// <summary>The text as tokens: nine tenths to learn from, the last tenth to be judged by.</summary>
internal sealed class Corpus : IDisposable
{
    public const int Context = 128;
    private const int Batch = 16;

    private Corpus(BpeTokenizer tokenizer, string learned, string heldOut, long[] heldOutTokens, int seed)
    {
        Tokenizer = tokenizer;
        HeldOut = heldOut;
        Training = new TokenSource(tensor(tokenizer.Encode(learned)), Context, Batch, shuffleSeed: seed);
        Validation = new TokenSource(tensor(heldOutTokens), Context, Batch);

        // What is predicted: all tokens of the stretches, each stretch from its own start on.
        long[] predicted = heldOutTokens[1..(int)((Validation.Stretches * Context) + 1)];
        TokensPerCharacter = predicted.Length / (double)tokenizer.Decode(predicted).Length;
    }

    public BpeTokenizer Tokenizer { get; }

    public string HeldOut { get; }

    public TokenSource Training { get; }

    public TokenSource Validation { get; }

    public double TokensPerCharacter { get; }

    /// <summary>Reads or makes the text. A tokenizer that the folder has is taken up; a folder with another run is refused.</summary>
    public static Corpus Open(RunOptions options)
    {
        string text = options.Data is null ? MadeText.Write(400_000, options.Seed) : Read(options.Data);
        int cut = (int)(text.Length * 0.9);
        cut -= cut < text.Length && char.IsLowSurrogate(text[cut]) ? 1 : 0;
        if (text.Length - cut < 10 * Context)
        {
            throw new UsageException($"The text has {text.Length} characters; {100 * Context} are needed to learn from and to judge by.");
        }

        Claim(options, text);
        string folder = Path.Combine(options.Out, "tokenizer");
        if (!Directory.Exists(folder))
        {
            BpeTokenizer.Train([text[..cut]], new BpeOptions { VocabularySize = options.Vocabulary }).Save(folder);
        }

        BpeTokenizer tokenizer = BpeTokenizer.Load(folder);
        return new Corpus(tokenizer, text[..cut], text[cut..], tokenizer.Encode(text[cut..]), options.Seed);
    }

    public void Dispose()
    {
        Training.Dispose();
        Validation.Dispose();
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        }
        catch (DecoderFallbackException e)
        {
            throw new UsageException($"'{path}' is no UTF-8: {e.Message}");
        }
    }

    private static void Claim(RunOptions options, string text)
    {
        string run = string.Create(CultureInfo.InvariantCulture, $"text {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}, vocabulary {options.Vocabulary}, width {options.Width}, layers {options.Layers}, precision {options.Precision}, seed {options.Seed}");
        string path = Path.Combine(options.Out, "run.txt");
        Directory.CreateDirectory(options.Out);
        if (File.Exists(path) && File.ReadAllText(path) != run)
        {
            throw new UsageException($"The folder '{options.Out}' has another run ({File.ReadAllText(path)}), this one is {run}. Give another --out.");
        }

        File.WriteAllText(path, run);
    }
}
