import { linkTo } from '../route.ts';
import { t } from '../texts.ts';

/** Leads to a conversation whose id is known. */
export function OpenById() {
  return (
    <form
      class="open"
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        const id = String(new FormData(form).get('id') ?? '').trim();
        if (id === '') return;
        location.hash = linkTo(['conversations', id]);
        form.reset();
      }}
    >
      <input name="id" type="search" placeholder={t().openById} aria-label={t().openById} autocomplete="off" />
    </form>
  );
}
