using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AiInfra.AspNetCore.Mlflow;

/// <summary>Tokens of pages: how many were there before, or the last of them, unreadable on purpose.</summary>
internal static class Paging
{
    public static string Token(long number) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"p{number}"));

    /// <summary>What a token says; null without one.</summary>
    public static long? Number(MlflowCall call)
    {
        if (call.Text("page_token") is not { Length: > 0 } token)
        {
            return null;
        }

        return Base64Url.IsValid(token) && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)) is ['p', .. var number] && long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw MlflowAnswerException.Invalid($"Invalid page token '{token}'; take the one that the page before gave.");
    }

    /// <summary>A page of a list that is in memory.</summary>
    public static (IReadOnlyList<T> Items, string? Next) Page<T>(MlflowCall call, IReadOnlyList<T> all, int usual, int most)
    {
        int take = call.Count("max_results", usual, most);
        long skip = Math.Max(0, Number(call) ?? 0);
        T[] items = [.. all.Skip((int)Math.Min(skip, int.MaxValue)).Take(take)];
        return (items, skip + items.Length < all.Count ? Token(skip + items.Length) : null);
    }

    public static void Next(Utf8JsonWriter json, string? next)
    {
        if (next is not null)
        {
            json.WriteString("next_page_token", next);
        }
    }
}
